/** Ethash (yellow paper, appendix J) for WebAssembly with 128-bit vectors, over one memory that all threads share. */

export { fillCache } from './cache';
export { dependentReads, walkSlice } from './dependent-reads';
export { hashLight } from './hashimoto-light';
export { configure } from './instance';
export { fillItems } from './items';
export { keccak } from './keccak';
export { randomReads, readSlice } from './random-reads';
export { found, hashFull, search } from './search';
