export { catchUpProbability, doubleSpendProbability } from './double-spend.ts';
export {
  expectedConcentration,
  herfindahl,
  longIntervalProbability,
  medianFirstBlock,
  soloDeviation,
  staleRate,
} from './intervals.ts';
export { exactPpsReserve, pplnsVariance, ppsReserve } from './pooled-pay.ts';
export { selfishMiningRevenue, selfishMiningThreshold } from './selfish-mining.ts';
