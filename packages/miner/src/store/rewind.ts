import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { bodyKey, byNumberHash, byNumberKey, canonicalKey, headerKey, numberOfKey, receiptsKey, stateKey } from './keys.ts';
import type { BatchWrite, Disk } from './open-level.ts';
import { bornWith, forgetState } from './prune.ts';
import type { BlockReader } from './read-blocks.ts';
import { createRootUses } from './root-uses.ts';
import type { StateOnDisk } from './state-nodes.ts';
import { unlessDamaged } from './unless-damaged.ts';

export interface RewindParts {
  readonly disk: Disk;
  readonly reader: BlockReader;
  readonly states: StateOnDisk;
}

const MAX_NUMBER = 0xffff_ffff_ffff_ffffn;
const LAST_HASH = new Uint8Array(32).fill(0xff);

/** Takes out every block above a height, canonical or not, with what it added to the state, so that it can come in afresh. */
export async function rewindOperations(height: bigint, { disk, reader, states }: RewindParts): Promise<BatchWrite[]> {
  const operations: BatchWrite[] = [];
  const roots = createRootUses(disk);
  for (const key of await disk.keysBetween(byNumberKey(height + 1n, new Uint8Array(0)), byNumberKey(MAX_NUMBER, LAST_HASH))) {
    const hash = bytesToHex(byNumberHash(key));
    // A damaged entry says nothing of the block's nodes; they stay behind, unreachable.
    operations.push(...(unlessDamaged(() => [...bornWith(hash, { states }), ...forgetState(hash, { states, reader, roots })]) ?? []));
    operations.push(...removeBlock(hash, numberOfKey(key)));
    reader.forget(hash);
  }
  for (const key of await disk.keysBetween(canonicalKey(height + 1n), canonicalKey(MAX_NUMBER))) operations.push({ key, value: null });
  return [...operations, ...roots.operations()];
}

/** All of a block but its transactions' index, whose entries hold only while the block is canonical. */
export function removeBlock(hash: Hex, number: bigint): BatchWrite[] {
  const keys = [headerKey(hash), bodyKey(hash), receiptsKey(hash), stateKey(hash), byNumberKey(number, hexToBytes(hash))];
  return keys.map((key) => ({ key, value: null }));
}
