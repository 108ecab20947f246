/** Herfindahl–Hirschman index: the sum of squared shares, 1/n for n equal ones. */
export function herfindahl(shares: readonly number[]): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.reduce((sum, share) => sum + (share / total) ** 2, 0);
}

/** The share of blocks found by someone who has not yet heard of the block found before, when each hears of the others' after `delay`. */
export function staleRate(shares: readonly number[], delay: number, interval: number): number {
  return (1 - herfindahl(shares)) * -Math.expm1(-delay / interval);
}

/** The chance that a block takes longer than `longer`, when intervals are exponential with mean `interval` (same unit). */
export function longIntervalProbability(interval: number, longer: number): number {
  return Math.exp(-longer / interval);
}

/** The block by which half of all miners with this share of the hash rate have found one. */
export function medianFirstBlock(share: number): number {
  return Math.ceil(Math.log(0.5) / Math.log1p(-share));
}

/** Relative standard deviation of a solo miner's blocks over a time in which all find `blocks` on average: 1/√(λht). */
export function soloDeviation(share: number, blocks: number): number {
  return 1 / Math.sqrt(share * blocks);
}

/** Expected concentration of `rewards` prizes drawn by hash share: E[HHI] = H + (1 − H)/m. */
export function expectedConcentration(shares: readonly number[], rewards: number): number {
  const index = herfindahl(shares);
  return index + (1 - index) / rewards;
}
