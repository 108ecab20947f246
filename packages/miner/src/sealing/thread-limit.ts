import { availableParallelism } from 'node:os';

/** Enough to see what more threads than cores do, on any machine. */
const ALWAYS_ALLOWED = 16;
const THREADS_PER_CORE = 4;

/** Search threads that a node may be told to start: beyond its cores they only get in each other's way, and each takes memory. */
export function maxSearchThreads(cores: number = availableParallelism()): number {
  return Math.max(ALWAYS_ALLOWED, THREADS_PER_CORE * cores);
}
