export { createSealer, type SealerOptions } from './create-sealer.ts';
export type { HashRates } from './hash-rate.ts';
export { createHashRateMeter, type HashRateMeter } from './hash-rate.ts';
export { createLuckBook, type Luck, type LuckBook } from './luck.ts';
export type { ThreadStats } from './mining-meter.ts';
export type { BlockCounts } from './own-blocks.ts';
export { sealBlock } from './seal-block.ts';
export { sealerKeyFrom } from './sealer-key.ts';
export { maxSearchThreads } from './thread-limit.ts';
export type {
  RejectedReason,
  SealedBlock,
  Sealer,
  SealerKey,
  SealerStats,
  SealerTemplate,
  Solution,
  SubmitVerdict,
  ThreadRestarts,
  Work,
  WorkDesk,
} from './types.ts';
export { createWorkDesk, type OpenWorkDesk, type WorkDeskDependencies } from './work-desk.ts';
