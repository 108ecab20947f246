import { KECCAK256_NULL } from '@ethereumjs/util';
import { bytesToHex, equalBytes, keccak } from '@medrec/shared/bytes';
import { decodeAccount, decodeNode, decodeRecord, EMPTY_ID, type LoadedNode, missingNode, type NodeId } from '../../execution/index.ts';
import { storeDamaged } from '../checked-value.ts';
import { nodeKey } from '../keys.ts';
import type { IdSet } from './id-set.ts';
import type { StoreAsIs } from './open-as-is.ts';

export interface StateCounts {
  nodes: number;
  accounts: number;
  slots: number;
}

const EMPTY_TRIE = keccak(Uint8Array.of(0x80));

/**
 * Walks one state from its root: every node is there, hashes to what its parent says, and every contract's code is there.
 * Parts that `seen` holds were walked before, as part of another state, and are not walked again.
 * @throws MedrecError `STATE_NODE_MISSING`, `STORE_DAMAGED`, at the first fault
 */
export async function verifyState(store: StoreAsIs, stateRoot: Uint8Array, top: NodeId, seen: IdSet, counts: StateCounts): Promise<void> {
  if (equalBytes(stateRoot, EMPTY_TRIE)) return;
  if (top === EMPTY_ID) throw storeDamaged('the place of a block’s state');
  await createWalk(store, seen, counts)(top, stateRoot, 'accounts');
}

/** Steps after which other work of the process has its turn. */
const STEPS_A_TURN = 2000;

function createWalk(store: StoreAsIs, seen: IdSet, counts: StateCounts) {
  let steps = 0;

  async function walk(id: NodeId, hash: Uint8Array, part: 'accounts' | 'slots'): Promise<void> {
    if (seen.has(id)) return;
    const node = readNode(store, id, hash);
    seen.add(id);
    counts.nodes++;
    if (++steps % STEPS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    await walkBelow(node, part);
  }

  async function walkBelow(node: LoadedNode, part: 'accounts' | 'slots'): Promise<void> {
    if (node.kind === 'leaf') {
      if (part === 'slots') counts.slots++;
      else await walkAccount(node);
      return;
    }
    for (const child of node.kind === 'branch' ? node.children : [node.child]) {
      if (child?.kind === 'hash') await walk(child.id, child.hash, part);
      else if (child) await walkBelow(child, part);
    }
  }

  async function walkAccount(leaf: LoadedNode & { readonly kind: 'leaf' }): Promise<void> {
    counts.accounts++;
    const stored = decodeAccount(leaf);
    if (stored === null) return;
    const { account, storage } = stored;
    if (!equalBytes(account.codeHash, KECCAK256_NULL)) checkCode(store, account.codeHash);
    if (storage !== EMPTY_ID) await walk(storage, account.storageRoot, 'slots');
    else if (!equalBytes(account.storageRoot, EMPTY_TRIE)) throw missingNode(storage);
  }

  return walk;
}

function readNode({ disk }: StoreAsIs, id: NodeId, hash: Uint8Array): LoadedNode {
  const bytes = disk.get(nodeKey(id));
  if (bytes === undefined) throw missingNode(id);
  const record = decodeRecord(bytes);
  if (!equalBytes(keccak(record.encoded), hash)) throw storeDamaged('a node of the state');
  return decodeNode(record);
}

function checkCode({ states }: StoreAsIs, codeHash: Uint8Array): void {
  const code = states.code(codeHash);
  if (code === undefined || !equalBytes(keccak(code), codeHash)) throw storeDamaged(`the code ${bytesToHex(codeHash)}`);
}
