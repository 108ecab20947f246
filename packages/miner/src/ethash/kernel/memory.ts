import { availableMemory } from 'node:process';
import { MedrecError } from '@medrec/shared/errors';
import { SCRATCH_AT, SCRATCH_BYTES, STOP_FLAG_AT } from './layout.ts';

const WASM_PAGE_BYTES = 0x10000;
/** Declared by the module too (scripts/build-kernel.ts): all that a 32-bit address reaches. */
const MEMORY_LIMIT_BYTES = 2 ** 32;
const CACHE_ALIGNMENT = 2 ** 20;
const ITEMS_ALIGNMENT = 2 ** 21;

export interface KernelSizes {
  readonly cacheBytes: number;
  readonly datasetBytes: number;
}

/** Which parts a memory has room for. */
export interface MemoryPlan {
  readonly sizes: KernelSizes;
  /** Threads that will open it, each with a scratch area of its own. */
  readonly threads: number;
  readonly hasCache: boolean;
  /** Bytes kept for dataset items: all of the dataset to mine, 0 to verify, a chunk to build for the disk. */
  readonly itemBytes: number;
}

/** A plain value with one shared memory in it: it may be posted to workers. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly plan: MemoryPlan;
  /** Byte addresses. */
  readonly cacheAt: number;
  readonly itemsAt: number;
  /** A 32-bit flag that all threads share: a search leaves when it is not 0. */
  readonly stopAt: number;
}

/** Whether a kernel can address all of the plan, whatever memory the machine has. */
export function fitsKernel(plan: MemoryPlan): boolean {
  return addressesOf(plan).bytes <= MEMORY_LIMIT_BYTES;
}

/** @throws MedrecError `ETHASH_MEMORY` when it does not fit 4 GiB, or the machine has not that much left. */
export function createKernelMemory(plan: MemoryPlan): KernelMemory {
  const { cacheAt, itemsAt, bytes } = addressesOf(plan);
  const facts = { bytes, threads: plan.threads, ...plan.sizes };
  if (bytes > MEMORY_LIMIT_BYTES) {
    throw new MedrecError({
      code: 'ETHASH_MEMORY',
      message: 'This epoch’s dataset does not fit the 4 GiB that the kernel can address.',
      facts,
      remedy: 'Mine with an outside miner; verification still works. See docs/adr/0009-ethash-kernels.md.',
    });
  }
  if (bytes > availableMemory()) throw outOfMemory({ ...facts, available: availableMemory() });
  const pages = bytes / WASM_PAGE_BYTES;
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    return { memory, plan, cacheAt, itemsAt, stopAt: STOP_FLAG_AT };
  } catch (cause) {
    throw outOfMemory(facts, cause);
  }
}

function addressesOf(plan: MemoryPlan): { readonly cacheAt: number; readonly itemsAt: number; readonly bytes: number } {
  const cacheAt = alignUp(SCRATCH_AT + plan.threads * SCRATCH_BYTES, CACHE_ALIGNMENT);
  const itemsAt = alignUp(cacheAt + (plan.hasCache ? plan.sizes.cacheBytes : 0), ITEMS_ALIGNMENT);
  return { cacheAt, itemsAt, bytes: alignUp(itemsAt + plan.itemBytes, WASM_PAGE_BYTES) };
}

function outOfMemory(facts: Record<string, number>, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'ETHASH_MEMORY',
    message: 'There is not enough memory left for Ethash.',
    facts,
    cause,
    remedy: 'Free some memory, or run without mining threads of its own (`--threads 0` or `--no-mine`).',
  });
}

function alignUp(bytes: number, alignment: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
