import type { EthashSizes } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { type KernelSizes, NODE_BYTES, PAGE_BYTES } from './kernel/index.ts';

// Ethash, revision 23 (Ethereum wiki, yellow paper appendix J).
const CACHE_BYTES_FIRST = 2 ** 24;
const CACHE_BYTES_GROWTH = 2 ** 17;
const DATASET_BYTES_FIRST = 2 ** 30;
const DATASET_BYTES_GROWTH = 2 ** 23;

/** Sizes in force at an epoch: the spec's own in `fixed` mode, else Ethereum's growing ones. */
export function sizesAt(sizes: EthashSizes, epoch: number): KernelSizes {
  if (sizes.mode === 'standard') return { cacheBytes: standardCacheBytes(epoch), datasetBytes: standardDatasetBytes(epoch) };
  const { cacheBytes, datasetBytes } = sizes;
  if (cacheBytes === undefined || datasetBytes === undefined) {
    throw new MedrecError({
      code: 'ETHASH_SIZES_MISSING',
      message: 'Ethash in `fixed` mode needs both sizes.',
      facts: { cacheBytes, datasetBytes },
      remedy: 'Set config.medrec.ethash.cacheBytes and datasetBytes in the chain spec.',
    });
  }
  return { cacheBytes, datasetBytes };
}

export function standardCacheBytes(epoch: number): number {
  return largestPrimeMultiple(CACHE_BYTES_FIRST + CACHE_BYTES_GROWTH * epoch - NODE_BYTES, NODE_BYTES);
}

export function standardDatasetBytes(epoch: number): number {
  return largestPrimeMultiple(DATASET_BYTES_FIRST + DATASET_BYTES_GROWTH * epoch - PAGE_BYTES, PAGE_BYTES);
}

/** A prime number of rows keeps the access pattern free of cycles. */
function largestPrimeMultiple(bytes: number, rowBytes: number): number {
  let size = bytes;
  while (!isPrime(size / rowBytes)) size -= 2 * rowBytes;
  return size;
}

function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}
