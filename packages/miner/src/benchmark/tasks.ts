import type { EthashKernel } from '../ethash/index.ts';

/** What a benchmark's thread is told to do; it answers each with one `TaskResult`. */
export type Task =
  | { readonly kind: 'cache'; readonly seed: Uint8Array }
  /** This thread's share of all items, taken chunk by chunk from the counter that the threads share. */
  | { readonly kind: 'items'; readonly items: number }
  /** Search for what cannot be found. */
  | { readonly kind: 'search'; readonly sealHash: Uint8Array; readonly startNonce: bigint; readonly seconds: number }
  | { readonly kind: 'reads'; readonly seed: number; readonly seconds: number }
  /** Reads of the cache that wait for each other. */
  | { readonly kind: 'dependentReads'; readonly seed: number; readonly seconds: number }
  /** Light hashes of `lanes` headers at a time. */
  | { readonly kind: 'light'; readonly sealHash: Uint8Array; readonly lanes: number; readonly seconds: number }
  | {
      readonly kind: 'find';
      readonly sealHash: Uint8Array;
      readonly startNonce: bigint;
      readonly target: Uint8Array;
      readonly count: number;
    }
  /** The hashes of neighbouring nonces: from the cache, or from the dataset. */
  | { readonly kind: 'hashLight' | 'hashFull'; readonly sealHash: Uint8Array; readonly startNonce: bigint; readonly count: number };

export interface TaskResult {
  /** Hashes, reads or items done. */
  readonly done: number;
  readonly milliseconds: number;
  /** Of those, how long the thread had a processor; null where Node cannot say. */
  readonly cpuMilliseconds: number | null;
  readonly found?: { readonly nonce: bigint; readonly mixHash: Uint8Array; readonly result: Uint8Array };
  readonly hashes?: readonly { readonly mixHash: Uint8Array; readonly result: Uint8Array }[];
}

/** Counters that all threads share: chunk to take next, items done. */
export const NEXT_CHUNK = 0;
export const ITEMS_DONE = 1;
export const COUNTERS_BYTES = 8;

const ITEMS_PER_CHUNK = 4096;
/** About 10 ms of work each: long enough that the call itself does not count, short enough to end on time. */
const HASHES_PER_CALL = 4000;
/** A multiple of 4096: the kernel would read more than it is asked for, and more than is counted. */
const READS_PER_CALL = 98 * 4096;
/** A multiple of 4096 here too; a few milliseconds. */
const DEPENDENT_READS_PER_CALL = 8 * 4096;
/** No hash is below it, or one in 2^256. */
const IMPOSSIBLE_TARGET = new Uint8Array(32);

export function runTask(kernel: EthashKernel, task: Task, counters: Int32Array<SharedArrayBuffer>): TaskResult {
  const started = performance.now();
  const startedCpu = cpuMilliseconds();
  const work = perform(kernel, task, counters);
  const cpu = cpuMilliseconds();
  return {
    ...work,
    milliseconds: performance.now() - started,
    cpuMilliseconds: cpu === null || startedCpu === null ? null : cpu - startedCpu,
  };
}

function perform(
  kernel: EthashKernel,
  task: Task,
  counters: Int32Array<SharedArrayBuffer>,
): Omit<TaskResult, 'milliseconds' | 'cpuMilliseconds'> {
  switch (task.kind) {
    case 'cache':
      kernel.fillCache(task.seed);
      return { done: 1 };
    case 'items':
      return { done: fillShare(kernel, task.items, counters) };
    case 'search': {
      let nonce = task.startNonce;
      return repeat(task.seconds, () => {
        const { hashes } = kernel.search({ sealHash: task.sealHash, target: IMPOSSIBLE_TARGET, startNonce: nonce, count: HASHES_PER_CALL });
        nonce = BigInt.asUintN(64, nonce + BigInt(hashes));
        return hashes;
      });
    }
    case 'reads': {
      let seed = task.seed;
      return repeat(task.seconds, () => {
        // What a call gives depends on its addresses, and is the next walk's seed: none can be left out, and none reads the same pages.
        seed = kernel.randomReads(READS_PER_CALL, seed) ^ READS_PER_CALL;
        return READS_PER_CALL;
      });
    }
    case 'dependentReads': {
      let seed = task.seed;
      return repeat(task.seconds, () => {
        seed = kernel.dependentReads(DEPENDENT_READS_PER_CALL, seed);
        return DEPENDENT_READS_PER_CALL;
      });
    }
    case 'light': {
      let nonce = 0n;
      return repeat(task.seconds, () => {
        const first = nonce;
        nonce += BigInt(task.lanes);
        return kernel.hashLight(nonces(task.sealHash, first, task.lanes)).length;
      });
    }
    case 'find': {
      const { hashes, found } = kernel.search(task);
      return { done: hashes, ...(found && { found }) };
    }
    case 'hashLight': {
      const hashes = kernel.hashLight(nonces(task.sealHash, task.startNonce, task.count));
      return { done: task.count, hashes };
    }
    case 'hashFull': {
      const hashes = nonces(task.sealHash, task.startNonce, task.count).map(({ sealHash, nonce }) => kernel.hashFull(sealHash, nonce));
      return { done: task.count, hashes };
    }
  }
}

function repeat(seconds: number, step: () => number): { done: number } {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  do done += step();
  while (performance.now() < until);
  return { done };
}

/** This thread's alone. Node has it from 23.9 on. */
function cpuMilliseconds(): number | null {
  const usage = (process as Partial<Pick<typeof process, 'threadCpuUsage'>>).threadCpuUsage?.();
  return usage === undefined ? null : (usage.user + usage.system) / 1000;
}

function fillShare(kernel: EthashKernel, items: number, counters: Int32Array<SharedArrayBuffer>): number {
  let done = 0;
  for (;;) {
    const first = Atomics.add(counters, NEXT_CHUNK, 1) * ITEMS_PER_CHUNK;
    if (first >= items) return done;
    const count = Math.min(ITEMS_PER_CHUNK, items - first);
    kernel.fillItems(first, count);
    Atomics.add(counters, ITEMS_DONE, count);
    done += count;
  }
}

function nonces(sealHash: Uint8Array, first: bigint, count: number): { sealHash: Uint8Array; nonce: bigint }[] {
  return Array.from({ length: count }, (_, i) => ({ sealHash, nonce: BigInt.asUintN(64, first + BigInt(i)) }));
}
