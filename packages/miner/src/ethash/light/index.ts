export type { Ethash, Hashimoto, Seal, SealedWork } from './types.ts';
