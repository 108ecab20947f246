import { RLP } from '@ethereumjs/rlp';
import { Account } from '@ethereumjs/util';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { kernelKeccak as keccak } from '../../ethash/index.ts';
import { draftRecords, EMPTY_ID, type NodeId, type NodeRecord, type Trie, type TrieNode } from '../trie/index.ts';
import type { AccountReads } from './account-reads.ts';
import { idsBelow } from './ids-below.ts';
import type { Storage } from './storage.ts';
import type { StateNodes, StateWrites, StoredAccount } from './types.ts';

export interface Changes {
  /** Of the state before. */
  readonly top: NodeId;
  readonly nodes: StateNodes;
  readonly trie: Trie;
  readonly reads: AccountReads;
  readonly changed: ReadonlySet<Hex>;
  readonly storages: ReadonlyMap<Hex, Storage>;
  /** By hash; may hold code whose creation was reverted. */
  readonly codes: ReadonlyMap<Hex, Uint8Array>;
  account(address: Hex): Account | undefined;
}

/** Puts the changes into the tries, storage before accounts, and hashes each changed node once. May be called again. */
export function hashChanges({ trie, reads, changed, storages, account }: Changes): Uint8Array {
  for (const address of changed) {
    const key = keccak(hexToBytes(address));
    const now = account(address);
    if (!now) {
      trie.del(key);
      continue;
    }
    const storage = storages.get(address);
    if (storage) putSlots(storage);
    const storageRoot = storage ? storage.trie.root() : now.storageRoot;
    const below = belowOf(storage ? storage.trie.top() : reads.storage(address));
    trie.put(key, new Account(now.nonce, now.balance, storageRoot, now.codeHash).serialize(), below);
  }
  return trie.root();
}

/** After `hashChanges`: what the store lacks of the new state, and what it need not keep for it. */
export function commitChanges({ top, nodes, trie, reads, changed, storages, codes, account }: Changes): StateWrites {
  const records: NodeRecord[] = [];
  const stale: NodeId[] = [...trie.stale];
  const accounts = new Map<Hex, StoredAccount | null>();
  const slots = new Map<Hex, ReadonlyMap<Hex, Uint8Array>>();
  const writtenCodes = new Map<Hex, Uint8Array>();
  let hasDropped = false;
  const links = new Map<TrieNode, NodeId>();
  const topNode = trie.top();
  const link = topNode ? draftRecords(topNode, records, links) : EMPTY_ID;
  for (const address of changed) {
    const now = account(address);
    const storage = storages.get(address);
    const origin = reads.storage(address);
    if (origin && storage && storage.origin === undefined) {
      hasDropped = true;
      stale.push(...idsBelow(origin, nodes));
    } else if (storage) stale.push(...storage.trie.stale);
    const code = now && codes.get(bytesToHex(now.codeHash));
    if (now && code) writtenCodes.set(bytesToHex(now.codeHash), code);
    accounts.set(address, now ? storedAccount(now, storage, origin, links) : null);
    if (now && storage) slots.set(address, storage.written);
  }
  return { from: top, top: link, records, stale, codes: writtenCodes, accounts, slots, hasDropped };
}

function storedAccount(
  now: Account,
  storage: Storage | undefined,
  origin: TrieNode | undefined,
  links: Map<TrieNode, NodeId>,
): StoredAccount {
  const below = belowOf(storage ? storage.trie.top() : origin);
  const storageRoot = storage ? storage.trie.root() : now.storageRoot;
  const link = typeof below === 'number' ? below : below ? (links.get(below) ?? EMPTY_ID) : EMPTY_ID;
  return { account: new Account(now.nonce, now.balance, storageRoot, now.codeHash), storage: link };
}

/** As a leaf names the trie below it: a stored one by its number, so that an unchanged one compares equal. */
function belowOf(top: TrieNode | undefined): NodeId | TrieNode | undefined {
  return top?.kind === 'hash' ? top.id : top;
}

function putSlots(storage: Storage): void {
  for (const [slot, value] of storage.written) {
    const key = keccak(hexToBytes(slot));
    if (value.length === 0) storage.trie.del(key);
    else storage.trie.put(key, RLP.encode(value));
  }
}
