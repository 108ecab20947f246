/** What a pay-per-share pool must hold so that it goes broke with chance `ruin` at most: B·ln(1/δ)/2f (Rosenfeld, *Analysis of Bitcoin pooled mining reward systems*, 2011, §3.2). The limit of a small fee. */
export function ppsReserve(blockReward: number, fee: number, ruin: number): number {
  return (blockReward * Math.log(1 / ruin)) / (2 * fee);
}

/**
 * The same at any fee. The pool's balance falls steadily by (1 − f)B a block's work and jumps by B at each block, so it is
 * skip-free downwards and the chance of ruin is exactly e^(−θR), with θ the root of (1 − f)θB = 1 − e^(−θB).
 */
export function exactPpsReserve(blockReward: number, fee: number, ruin: number): number {
  let low = fee;
  let high = 1 / (1 - fee);
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if ((1 - fee) * middle < -Math.expm1(-middle)) low = middle;
    else high = middle;
  }
  return (blockReward * Math.log(1 / ruin)) / low;
}

/** Variance of one share's pay under PPLNS with a window of `window` blocks' work: p²B²/X (Rosenfeld 2011, §5). */
export function pplnsVariance(shareChance: number, blockReward: number, window: number): number {
  return (shareChance * blockReward) ** 2 / window;
}
