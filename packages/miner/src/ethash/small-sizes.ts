import type { KernelSizes } from './kernel/index.ts';

/** Up to here a dataset is made in memory at once, in half a second at most, and nothing is kept on disk: devnets and tests. */
export const SMALL_DATASET_BYTES: number = 16 * 2 ** 20;

export function isSmall({ datasetBytes }: KernelSizes): boolean {
  return datasetBytes <= SMALL_DATASET_BYTES;
}
