export { createEthash } from './ethash.ts';
export { type SmallSearch, searchSmall } from './small.ts';
export type { Ethash, Seal, SealedWork } from './types.ts';
