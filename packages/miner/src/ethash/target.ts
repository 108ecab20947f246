const RESULT_BYTES = 32;
const RESULTS = 2n ** 256n;

/** The greatest result that seals a block of this difficulty, 2^256 / difficulty, as 32 big-endian bytes. Of difficulty 1 or less every result does. */
export function targetOf(difficulty: bigint): Uint8Array {
  const target = difficulty <= 1n ? RESULTS - 1n : RESULTS / difficulty;
  return new Uint8Array(Buffer.from(target.toString(16).padStart(2 * RESULT_BYTES, '0'), 'hex'));
}

/** Equality counts as found (yellow paper, equation 50). No result meets a difficulty below 1. */
export function meetsDifficulty(result: Uint8Array, difficulty: bigint): boolean {
  return difficulty > 0n && Buffer.compare(result, targetOf(difficulty)) <= 0;
}
