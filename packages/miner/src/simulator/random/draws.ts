import type { Random } from './xoshiro.ts';

/** Above this mean a Poisson draw is the sum of draws below it, so that exp(−mean) keeps its precision. */
const POISSON_STEP = 30;

/** An exponential waiting time with the given mean, in the mean's unit. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(random.positive());
}

/** A Poisson count, by multiplication of uniforms (Knuth, TAOCP 2, 3.4.1). Time grows with the mean. */
export function poisson(random: Random, mean: number): number {
  let count = 0;
  for (let rest = mean; rest > 0; rest -= POISSON_STEP) {
    const limit = Math.exp(-Math.min(rest, POISSON_STEP));
    for (let product = random.positive(); product > limit; product *= random.positive()) count += 1;
  }
  return count;
}

/** Trials up to and with the first success of probability `p` in (0, 1]. */
export function geometric(random: Random, p: number): number {
  if (p >= 1) return 1;
  return 1 + Math.floor(Math.log(random.positive()) / Math.log1p(-p));
}

/** A whole number in [0, below). The bias of one in 2^32 is far below what any run can see. */
export function below(random: Random, limit: number): number {
  return Math.floor(random.uniform() * limit);
}
