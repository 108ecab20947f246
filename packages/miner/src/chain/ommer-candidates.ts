import type { Block, BlockHeader } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import type { Executor } from '../execution/index.ts';
import type { Store } from '../store/index.ts';
import type { Head } from './types.ts';

/** An ommer's parent is at most this many blocks above the block that names it (yellow paper, 11.1). */
const OMMER_DEPTH = 6n;

/**
 * Stored side blocks that a child of the head may name: at most six generations off, parent canonical, sealer still
 * admitted, named by nobody yet.
 */
export async function ommerCandidates(store: Store, executor: Executor, head: Head, checksSealer: boolean): Promise<BlockHeader[]> {
  const oldest = head.number + 1n > OMMER_DEPTH ? head.number + 1n - OMMER_DEPTH : 1n;
  const named = new Set<Hex>();
  for (const block of recentBlocks(store, head, oldest)) {
    named.add(bytesToHex(block.hash()));
    for (const ommer of block.uncleHeaders) named.add(bytesToHex(ommer.hash()));
  }
  const candidates: BlockHeader[] = [];
  for (const hash of await store.hashesBetween(oldest, head.number)) {
    const header = store.header(hash);
    if (header === undefined || named.has(hash)) continue;
    if (store.canonicalHash(header.number - 1n) !== bytesToHex(header.parentHash)) continue;
    if (checksSealer && !(await isAdmitted(executor, head, header))) continue;
    candidates.push(header);
  }
  return candidates;
}

function recentBlocks(store: Store, head: Head, oldest: bigint): Block[] {
  const blocks: Block[] = [];
  for (let number = oldest; number <= head.number; number++) {
    const hash = store.canonicalHash(number);
    const block = hash === undefined ? undefined : store.block(hash);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

async function isAdmitted(executor: Executor, head: Head, ommer: BlockHeader): Promise<boolean> {
  const sealer = await executor.participantAt(head.header.stateRoot, bytesToHex(ommer.coinbase.bytes));
  return sealer?.role === ROLE.lab && sealer.active;
}
