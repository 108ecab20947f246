import { exponential, geometric, type Random } from '../random/index.ts';

/**
 * How far below its start a pay-per-share pool's balance falls, in block rewards, once for each of `blocks` blocks. The deepest fall seen
 * from any moment on has the law of a queue's stationary waiting time, so one long walk gives as many (dependent) falls as blocks.
 */
export function ppsShortfalls(fee: number, blocks: number, random: Random): Float64Array {
  const falls = new Float64Array(blocks);
  let rest = 0;
  for (let block = 0; block < blocks; block++) {
    const fall = rest + exponential(random, 1 - fee);
    falls[block] = fall;
    rest = Math.max(0, fall - 1);
  }
  return falls;
}

/** What one share is paid under PPLNS, `trials` times: its part of each block found in its window of `shares` shares. */
export function pplnsPays(shareChance: number, blockReward: number, shares: number, trials: number, random: Random): Float64Array {
  const pays = new Float64Array(trials);
  for (let trial = 0; trial < trials; trial++) {
    let found = 0;
    for (let at = geometric(random, shareChance); at <= shares; at += geometric(random, shareChance)) found += 1;
    pays[trial] = (found * blockReward) / shares;
  }
  return pays;
}
