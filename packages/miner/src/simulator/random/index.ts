export { createAliasTable } from './alias-table.ts';
export { below, exponential, geometric, poisson } from './draws.ts';
export { openStream } from './streams.ts';
export { createXoshiro, type Random, type Seed } from './xoshiro.ts';
