import type { KernelMemory } from '../kernel/index.ts';
import { CHUNK_BYTES, chunkCount, type StoredPart } from './layout.ts';

/**
 * One epoch's dataset to be had, by any number of threads at once; may be posted to workers. With `isKept` false every
 * chunk stays at its own place in memory; with `isOnlyForDisk` one thread passes all of them through one chunk's room.
 */
export interface DatasetTask {
  readonly part: StoredPart;
  readonly memory: KernelMemory;
  /** Where the files are; absent: nothing is read or kept. */
  readonly dir?: string;
  readonly isOnlyForDisk: boolean;
  /** See `FIELD`; behind the fields one state a chunk. */
  readonly shared: SharedArrayBuffer;
}

export interface TaskProgress {
  readonly bytes: number;
  /** In whole chunks, but for the end. */
  readonly doneBytes: number;
  /** Of those done, the ones read back from disk. */
  readonly readBytes: number;
  readonly isDone: boolean;
  readonly isNotKept: boolean;
}

// Positions in the shared 32-bit words.
const FIELD = { cache: 0, done: 1, read: 2, notKept: 3 } as const;
const FIELDS = 4;

const CACHE_MADE = -1;
const CHUNK = { unread: 0, missing: 1, done: 2, claimed: 4 } as const;
// A claim says by whom and what for, so that a dead thread's can be given back.
const claimOf = (slot: number, from: number): number => CHUNK.claimed + slot * 2 + from;

const isLookedFor = (state: number): boolean =>
  state === CHUNK.missing || state === CHUNK.done || (state >= CHUNK.claimed && (state - CHUNK.claimed) % 2 === CHUNK.missing);

export function createDatasetTask(part: StoredPart, memory: KernelMemory, options: { dir?: string; isOnlyForDisk?: boolean }): DatasetTask {
  const chunks = chunkCount(part.sizes.datasetBytes);
  const shared = new SharedArrayBuffer((FIELDS + chunks) * Int32Array.BYTES_PER_ELEMENT);
  const isOnlyForDisk = options.isOnlyForDisk ?? false;
  return { part, memory, shared, isOnlyForDisk, ...(options.dir === undefined ? {} : { dir: options.dir }) };
}

/** The threads' side of a task: claims and counts, all atomic. */
export interface TaskBoard {
  /** A chunk to do: first those that may be on disk, then those that are known to be missing. */
  claim(slot: number): { readonly chunk: number; readonly from: 'unread' | 'missing' } | undefined;
  markMissing(chunk: number): void;
  markDone(chunk: number, wasRead: boolean): void;
  /** `mine`: the caller has to make it and then call `cacheMade`. */
  cache(slot: number): 'made' | 'mine' | 'being made';
  cacheMade(): void;
  /** True for the first caller. */
  markNotKept(): boolean;
  isNotKept(): boolean;
  /** Gives back what a thread had claimed when it ended. */
  release(slot: number): void;
  progress(): TaskProgress;
  /** Rises with everything that is done towards the dataset, also with what adds no bytes: a chunk looked for, the cache. */
  steps(): number;
}

export function openTaskBoard({ part, shared }: Pick<DatasetTask, 'part' | 'shared'>): TaskBoard {
  const words = new Int32Array(shared);
  const bytes = part.sizes.datasetBytes;
  const chunks = words.length - FIELDS;
  const inBytes = (count: number): number => Math.min(bytes, count * CHUNK_BYTES);

  const claimFrom = (slot: number, from: number): number | undefined => {
    for (let at = FIELDS; at < words.length; at++) {
      if (Atomics.load(words, at) === from && Atomics.compareExchange(words, at, from, claimOf(slot, from)) === from) return at - FIELDS;
    }
    return undefined;
  };

  return {
    claim(slot) {
      const unread = claimFrom(slot, CHUNK.unread);
      if (unread !== undefined) return { chunk: unread, from: 'unread' };
      const missing = claimFrom(slot, CHUNK.missing);
      return missing === undefined ? undefined : { chunk: missing, from: 'missing' };
    },
    markMissing: (chunk) => void Atomics.store(words, FIELDS + chunk, CHUNK.missing),
    markDone(chunk, wasRead) {
      Atomics.store(words, FIELDS + chunk, CHUNK.done);
      if (wasRead) Atomics.add(words, FIELD.read, 1);
      Atomics.add(words, FIELD.done, 1);
    },
    cache(slot) {
      const found = Atomics.compareExchange(words, FIELD.cache, 0, slot + 1);
      if (found === 0) return 'mine';
      return found === CACHE_MADE ? 'made' : 'being made';
    },
    cacheMade: () => void Atomics.store(words, FIELD.cache, CACHE_MADE),
    markNotKept: () => Atomics.exchange(words, FIELD.notKept, 1) === 0,
    isNotKept: () => Atomics.load(words, FIELD.notKept) !== 0,
    release(slot) {
      Atomics.compareExchange(words, FIELD.cache, slot + 1, 0);
      for (const from of [CHUNK.unread, CHUNK.missing]) {
        for (let at = FIELDS; at < words.length; at++) Atomics.compareExchange(words, at, claimOf(slot, from), from);
      }
    },
    progress() {
      const done = Atomics.load(words, FIELD.done);
      return {
        bytes,
        doneBytes: inBytes(done),
        readBytes: inBytes(Atomics.load(words, FIELD.read)),
        isDone: done === chunks,
        isNotKept: Atomics.load(words, FIELD.notKept) !== 0,
      };
    },
    steps() {
      let steps = Atomics.load(words, FIELD.done) + Number(Atomics.load(words, FIELD.cache) === CACHE_MADE);
      for (let at = FIELDS; at < words.length; at++) steps += Number(isLookedFor(Atomics.load(words, at)));
      return steps;
    },
  };
}
