import { setImmediate } from 'node:timers/promises';
import { RLP } from '@ethereumjs/rlp';
import { KECCAK256_NULL } from '@ethereumjs/util';
import { bytesToHex, equalBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { decodeAccount, EMPTY_ID, encodeNode, type LoadedNode, type NodeId, type StateNodes } from '../../execution/index.ts';
import { storeDamaged } from '../checked-value.ts';
import { encodeReceipts } from '../encode-receipts.ts';
import type { Store } from '../types.ts';
import { type SnapshotItem, toChunks } from './items.ts';

export const SNAPSHOT_VERSION = 1;
const ITEMS_AT_ONCE = 128;

/**
 * The chain up to a canonical block, and the state after it, as a stream of chunks. Nodes come top down, each parent before
 * what is below it, so that whoever imports them knows the hash of each before it comes; the bytes depend on the block
 * alone, and any node of the network that has its state gives the same.
 * @throws MedrecError `SNAPSHOT_NO_BLOCK`, `STATE_PRUNED`, `STATE_NODE_MISSING`
 */
export function exportSnapshot(store: Store, number: bigint): AsyncGenerator<Uint8Array> {
  const { hash, top } = canonicalState(store, number);
  return toChunks(items(store, number, hash, top));
}

/**
 * The state part of the same stream, cut by itself: with the blocks, which peers have one by one, it makes a whole snapshot
 * again, see `assembleSnapshot`. @throws as `exportSnapshot`
 */
export function exportState(store: Store, number: bigint): AsyncGenerator<Uint8Array> {
  const { top } = canonicalState(store, number);
  return toChunks(top === EMPTY_ID ? [] : withPauses(stateItems(store.nodes, top, new Set())));
}

/** A running node makes snapshots beside its work: nobody waits for more than a few milliseconds. */
async function* withPauses(items: Iterable<SnapshotItem>): AsyncGenerator<SnapshotItem> {
  let given = 0;
  for (const item of items) {
    yield item;
    if (++given % ITEMS_AT_ONCE === 0) await setImmediate();
  }
}

function canonicalState(store: Store, number: bigint): { hash: Hex; top: NodeId } {
  const hash = store.canonicalHash(number);
  const header = hash === undefined ? undefined : store.header(hash);
  if (hash === undefined || header === undefined) {
    throw new MedrecError({
      code: 'SNAPSHOT_NO_BLOCK',
      message: 'There is no canonical block at that height.',
      facts: { number, head: store.header(store.headHash())?.number },
    });
  }
  return { hash, top: store.nodes.topOf(header.stateRoot, hexToBytes(hash)) };
}

/** The first item: what the snapshot is of. */
export function headItem(genesisHash: Hex, number: bigint, hash: Hex): SnapshotItem {
  return { kind: 'head', bytes: RLP.encode([SNAPSHOT_VERSION, hexToBytes(genesisHash), number, hexToBytes(hash)]) };
}

async function* items(store: Store, number: bigint, hash: Hex, top: NodeId): AsyncGenerator<SnapshotItem> {
  yield headItem(store.genesisHash, number, hash);
  for (let at = 0n; at <= number; at++) yield { kind: 'block', bytes: encodeStoredBlock(store, at) };
  if (top !== EMPTY_ID) yield* stateItems(store.nodes, top, new Set());
  yield { kind: 'end', bytes: new Uint8Array(0) };
}

/** RLP of `[block, receipts]`, the receipts as the store keeps them. */
function encodeStoredBlock(store: Store, number: bigint): Uint8Array {
  const hash = store.canonicalHash(number);
  const block = hash === undefined ? undefined : store.block(hash);
  const receipts = hash === undefined ? undefined : store.receipts(hash);
  if (block === undefined || receipts === undefined) throw storeDamaged('a block of the canonical chain');
  return RLP.encode([block.raw(), encodeReceipts(receipts)]);
}

/** @param sent hashes of the code that has gone out: contracts share theirs */
function* stateItems(nodes: StateNodes, top: NodeId, sent: Set<Hex>): Generator<SnapshotItem> {
  yield* below(top, 'accounts');

  function* below(id: NodeId, part: 'accounts' | 'slots'): Generator<SnapshotItem> {
    const node = nodes.node(id);
    yield { kind: 'node', bytes: encodeNode(node) };
    yield* children(node, part);
  }

  function* children(node: LoadedNode, part: 'accounts' | 'slots'): Generator<SnapshotItem> {
    if (node.kind === 'leaf') {
      if (part === 'accounts') yield* account(node);
      return;
    }
    for (const child of node.kind === 'branch' ? node.children : [node.child]) {
      if (child?.kind === 'hash') yield* below(child.id, part);
      else if (child) yield* children(child, part);
    }
  }

  function* account(leaf: LoadedNode & { readonly kind: 'leaf' }): Generator<SnapshotItem> {
    const stored = decodeAccount(leaf);
    if (stored === null) return;
    const { codeHash } = stored.account;
    const name = bytesToHex(codeHash);
    if (!equalBytes(codeHash, KECCAK256_NULL) && !sent.has(name)) {
      const code = nodes.code(codeHash);
      if (code === undefined) throw storeDamaged('the code of a contract');
      sent.add(name);
      yield { kind: 'code', bytes: code };
    }
    if (stored.storage !== EMPTY_ID) yield* below(stored.storage, 'slots');
  }
}
