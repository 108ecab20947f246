import type { MedrecErrorInit } from '@medrec/shared/errors';
import type { Hashimoto, KernelSizes, LightInput } from '../kernel/index.ts';

export interface LightWorkerData {
  readonly module: WebAssembly.Module;
}

export interface LightBatch {
  readonly epoch: number;
  readonly sizes: KernelSizes;
  /** May be empty: then only the epoch's cache is made ready. */
  readonly inputs: readonly LightInput[];
}

/** In the order of the inputs; or why there is no memory for the epoch's cache. */
export type LightAnswer = { readonly hashes: readonly Hashimoto[] } | { readonly error: MedrecErrorInit };
