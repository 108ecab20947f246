export { createSealer, type SealerOptions } from './create-sealer.ts';
export type { HashRates } from './hash-rate.ts';
export { sealBlock } from './seal-block.ts';
export { sealerKeyFrom } from './sealer-key.ts';
export type { SealedBlock, Sealer, SealerKey, SealerStats, SealerTemplate } from './types.ts';
