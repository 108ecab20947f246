import { keccak } from '@medrec/shared/bytes';

/** Blocks that share one cache and dataset (Ethash, revision 23; yellow paper, appendix J). */
export const EPOCH_BLOCKS = 30_000n;

export function epochOf(blockNumber: bigint): number {
  return Number(blockNumber / EPOCH_BLOCKS);
}

/** keccak-256 applied `epoch` times to 32 zero bytes. */
export function seedHash(epoch: number): Uint8Array {
  let seed: Uint8Array = new Uint8Array(32);
  for (let i = 0; i < epoch; i++) seed = keccak(seed);
  return seed;
}
