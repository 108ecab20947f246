import { MedrecError } from '@medrec/shared/errors';
import type { Random } from './xoshiro.ts';

/**
 * Draws an index with probability proportional to its weight, in constant time (Vose, *A linear algorithm for generating random
 * numbers with a given distribution*, 1991). @throws MedrecError `WEIGHTS_INVALID`
 */
export function createAliasTable(weights: readonly number[]): (random: Random) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || !Number.isFinite(total) || weights.some((weight) => !(weight >= 0))) {
    throw new MedrecError({
      code: 'WEIGHTS_INVALID',
      message: 'Shares must be finite, not negative, and not all zero.',
      facts: { entries: weights.length, total },
    });
  }
  const size = weights.length;
  const scaled = Float64Array.from(weights, (weight) => (weight / total) * size);
  const alias = Int32Array.from(weights, (_, index) => index);
  const small: number[] = [];
  const large: number[] = [];
  scaled.forEach((share, index) => void (share < 1 ? small : large).push(index));
  for (let low = small.pop(), high = large.pop(); low !== undefined && high !== undefined; ) {
    alias[low] = high;
    const rest = (scaled[high] ?? 0) - (1 - (scaled[low] ?? 0));
    scaled[high] = rest;
    low = small.pop();
    if (rest < 1) {
      if (low !== undefined) small.push(low);
      low = high;
      high = large.pop();
    }
  }
  return (random) => {
    const at = random.uniform() * size;
    const index = Math.floor(at);
    return at - index < (scaled[index] ?? 0) ? index : (alias[index] ?? index);
  };
}
