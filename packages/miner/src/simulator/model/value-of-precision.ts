import type { ScenarioProduct } from '../scenario/index.ts';

/** A count is known when its 95 % interval is within this share of it. */
const KNOWN_WITHIN = 0.05;
const NORMAL_95 = 1.959964;
const QUANTILES = 64;

/**
 * Share of a product's cells that are known within 5 % when released at this ρ: discrete Gaussian noise of variance 1/2ρ (Canonne, Kamath &
 * Steinke 2020) on top of the counts' own sampling error. Where the sampling error alone is too wide, finer noise is worth nothing.
 */
export function knownCells({ medianCount, spread }: ScenarioProduct, rho: number): number {
  if (!(rho > 0)) return 0;
  const noise = 1 / (2 * rho);
  let known = 0;
  for (let quantile = 0; quantile < QUANTILES; quantile++) {
    const count = medianCount * Math.exp(spread * normalQuantile((quantile + 0.5) / QUANTILES));
    if (NORMAL_95 * Math.sqrt(count + noise) <= KNOWN_WITHIN * count) known += 1;
  }
  return known / QUANTILES;
}

/** Inverse of the standard normal distribution, by bisection of its integral: a few hundred calls a scenario. */
function normalQuantile(p: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(x) by Marsaglia's series (*Evaluating the normal distribution*, 2004). */
function normalBelow(x: number): number {
  let [sum, term] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-17; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.5 * Math.log(2 * Math.PI));
}
