export { type ColumnOptions, type GeneratedColumns, generateColumns } from './columns.ts';
export { type GenerateOptions, generate } from './generate.ts';
export type { GeneratedManifest, Mess } from './manifest.ts';
export { AGE_SHARES, PREVALENCE_PER_MILLE } from './prevalence.ts';
export { createRandom, type Random } from './random.ts';
export { type ColumnsManifest, writeColumns } from './write-columns.ts';
