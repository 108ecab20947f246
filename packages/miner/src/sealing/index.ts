export { createSealer, type SealerOptions } from './create-sealer.ts';
export type { HashRates } from './hash-rate.ts';
export { createHashRateMeter, type HashRateMeter } from './hash-rate.ts';
export type { FromWorker, SearchJob, ToWorker } from './messages.ts';
export { sealBlock } from './seal-block.ts';
export { sealerKeyFrom } from './sealer-key.ts';
export { createSearchLoop, type SearchLoop } from './search-loop.ts';
export type {
  RejectedReason,
  SealedBlock,
  Sealer,
  SealerKey,
  SealerStats,
  SealerTemplate,
  Solution,
  SubmitVerdict,
  Work,
  WorkDesk,
} from './types.ts';
