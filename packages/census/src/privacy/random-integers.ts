import { randomFillSync } from 'node:crypto';

/** Overwrites all bytes of the buffer with independent uniform ones. */
export type RandomSource = (buffer: Uint8Array) => void;

/** The operating system's generator: the only source of a real release. */
export const osRandom: RandomSource = (buffer) => {
  randomFillSync(buffer);
};

export interface RandomIntegers {
  /** Exactly uniform over 0 … 2^32 − 1. */
  word(): number;
  /** Exactly uniform over 0 … limit − 1, for 1 ≤ limit ≤ 2^53. */
  below(limit: number): number;
  /** Exactly uniform over 0 … limit − 1, for any limit ≥ 1. */
  belowBig(limit: bigint): bigint;
}

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;
const BUFFER_WORDS = 8192;

/**
 * Uniform integers by rejection, so that no value is favoured. Bytes are drawn in bulk because a system call for each
 * word would cost more than the sampler; a used word is wiped, so memory holds no noise already drawn.
 */
export function createRandomIntegers(fill: RandomSource): RandomIntegers {
  const words = new Uint32Array(BUFFER_WORDS);
  const bytes = new Uint8Array(words.buffer);
  let used = BUFFER_WORDS;

  const nextWord = (): number => {
    if (used === BUFFER_WORDS) {
      fill(bytes);
      used = 0;
    }
    const word = words[used] as number;
    words[used] = 0;
    used += 1;
    return word;
  };

  const below = (limit: number): number => {
    if (limit <= TWO_32) {
      const ceiling = TWO_32 - (TWO_32 % limit);
      let word = nextWord();
      while (word >= ceiling) word = nextWord();
      return word % limit;
    }
    const ceiling = TWO_53 - (TWO_53 % limit);
    for (;;) {
      const value = (nextWord() >>> 11) * TWO_32 + nextWord();
      if (value < ceiling) return value % limit;
    }
  };

  const belowBig = (limit: bigint): bigint => {
    const bits = limit.toString(2).length;
    for (;;) {
      let value = 0n;
      for (let drawn = 0; drawn < bits; drawn += 32) value = (value << 32n) | BigInt(nextWord());
      value &= (1n << BigInt(bits)) - 1n;
      if (value < limit) return value;
    }
  };

  return { word: nextWord, below, belowBig };
}
