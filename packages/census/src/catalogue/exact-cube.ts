import { inspect } from 'node:util';

/** Exact counts on their way from the warehouse to the noise. Logging or serialising one shows no number. */
export interface ExactCube {
  /** Patients per cell, row-major over the product's dimensions. */
  readonly exactCounts: Int32Array;
}

const SEALED = '[exact counts]';

export function createExactCube(counts: Int32Array): ExactCube {
  const cube = { toJSON: () => SEALED, [inspect.custom]: () => SEALED };
  // Not enumerable, so that spreading, JSON, console and a logger all pass it by.
  return Object.defineProperty(cube, 'exactCounts', { value: counts, enumerable: false }) as typeof cube & ExactCube;
}
