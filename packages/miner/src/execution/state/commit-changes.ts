import { RLP } from '@ethereumjs/rlp';
import { Account } from '@ethereumjs/util';
import { bytesToHex, type Hex, hexToBytes, keccak } from '@medrec/shared/bytes';
import type { Trie } from '../trie/index.ts';
import type { NodeWrites } from '../types.ts';

/** One contract's slots: what the trie holds, and what was written over it. Values without leading zeros. */
export interface StorageChanges {
  readonly trie: Trie;
  readonly written: Map<Hex, Uint8Array>;
  read(slot: Hex): Uint8Array;
}

export interface Changes {
  readonly trie: Trie;
  readonly changedAccounts: ReadonlySet<Hex>;
  readonly storages: ReadonlyMap<Hex, StorageChanges>;
  /** By hash; may hold code whose creation was reverted. */
  readonly codes: ReadonlyMap<Hex, Uint8Array>;
  read(address: Hex): Account | undefined;
}

/** Puts the changes into the tries, storage before accounts, and hashes each changed node once. New nodes and code go to `writes`. */
export function commitChanges(
  { trie, changedAccounts, storages, codes, read }: Changes,
  writes: Map<Hex, Uint8Array>,
): { stateRoot: Uint8Array; writes: NodeWrites } {
  for (const address of changedAccounts) {
    const key = keccak(hexToBytes(address));
    const account = read(address);
    if (!account) {
      trie.del(key);
      continue;
    }
    const storage = storages.get(address);
    const storageRoot = storage ? commitStorage(storage, writes) : account.storageRoot;
    trie.put(key, new Account(account.nonce, account.balance, storageRoot, account.codeHash).serialize());
    const codeHash = bytesToHex(account.codeHash);
    const code = codes.get(codeHash);
    if (code) writes.set(codeHash, code);
  }
  return { stateRoot: trie.commit(writes), writes };
}

function commitStorage(storage: StorageChanges, writes: Map<Hex, Uint8Array>): Uint8Array {
  for (const [slot, value] of storage.written) {
    const key = keccak(hexToBytes(slot));
    if (value.length === 0) storage.trie.del(key);
    else storage.trie.put(key, RLP.encode(value));
  }
  return storage.trie.commit(writes);
}
