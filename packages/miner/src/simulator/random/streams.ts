import { keccak } from '@medrec/shared/bytes';
import { createXoshiro, type Random } from './xoshiro.ts';

/**
 * The stream of one purpose in one replication. Two scenarios that differ in one thing draw the same numbers for everything else
 * (common random numbers), and a replication's streams do not depend on which worker or shard runs it.
 * @param purpose a stable name, such as `intervals` or `offers`
 */
export function openStream(seed: string, replication: number, purpose: string): Random {
  const digest = keccak(new TextEncoder().encode(JSON.stringify(['medrec-simulator', seed, replication, purpose])));
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return createXoshiro([view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)]);
}
