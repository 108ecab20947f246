import type { EthashSizes } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { epochOf, seedHash } from '../epoch.ts';
import { createKernelMemory, type EthashKernel, type KernelSizes, NODE_BYTES, openKernel } from '../kernel/index.ts';
import { sizesAt } from '../sizes.ts';
import { isSmall } from '../small-sizes.ts';
import { targetOf } from '../target.ts';
import type { Seal } from './types.ts';

/** Whole small datasets are shared by all users in a process. */
const KEPT = 8;
const kernels = new Map<string, EthashKernel>();

/** A kernel with the epoch's whole dataset, made at once on the calling thread: see `isSmall`. */
export function smallKernel(sizes: KernelSizes, epoch: number): EthashKernel {
  const key = `${sizes.cacheBytes}:${sizes.datasetBytes}:${epoch}`;
  const kernel = kernels.get(key) ?? fillKernel(sizes, epoch);
  kernels.delete(key);
  kernels.set(key, kernel);
  const [oldest] = kernels.keys();
  if (kernels.size > KEPT && oldest !== undefined) kernels.delete(oldest);
  return kernel;
}

function fillKernel(sizes: KernelSizes, epoch: number): EthashKernel {
  const kernel = openKernel(createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: sizes.datasetBytes }), 0);
  kernel.fillCache(seedHash(epoch));
  kernel.fillItems(0, sizes.datasetBytes / NODE_BYTES);
  return kernel;
}

export interface SmallSearch {
  readonly blockNumber: bigint;
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  readonly difficulty: bigint;
  /** 64 bits; 0 follows 2^64 - 1. */
  readonly startNonce: bigint;
  /** Nonces to try. */
  readonly count: number;
}

/**
 * Searches on the calling thread, for tools and tests on small fixed sizes; callers choose `count` by how long they may block.
 * @throws MedrecError `ETHASH_SIZES_LARGE`
 */
export function searchSmall(sizes: EthashSizes, { blockNumber, sealHash, difficulty, startNonce, count }: SmallSearch): Seal | undefined {
  const epoch = epochOf(blockNumber);
  const kernelSizes = sizesAt(sizes, epoch);
  if (!isSmall(kernelSizes)) {
    throw new MedrecError({
      code: 'ETHASH_SIZES_LARGE',
      message: 'These sizes are too large to be searched on the calling thread.',
      facts: { datasetBytes: kernelSizes.datasetBytes },
      remedy: 'Use a search pool.',
    });
  }
  const { found } = smallKernel(kernelSizes, epoch).search({ sealHash, target: targetOf(difficulty), startNonce, count });
  if (found === undefined) return undefined;
  const nonce = new Uint8Array(8);
  new DataView(nonce.buffer).setBigUint64(0, found.nonce);
  return { nonce, mixHash: found.mixHash };
}
