/** Reproducible choices: the same seed gives the same sequence (mulberry32, public domain). */
export interface Random {
  /** A whole number from `from` up to and with `to`. */
  between(from: number, to: number): number;
  oneOf<T>(values: readonly T[]): T;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
}

const STEP = 0x6d2b79f5;
const RANGE = 2 ** 32;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + STEP) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / RANGE;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    between,
    oneOf(values) {
      const value = values[between(0, values.length - 1)];
      if (value === undefined) throw new RangeError('there is nothing to choose from');
      return value;
    },
    chance: (percent) => next() * 100 < percent,
  };
}
