import type { CellSet } from './cell-set.ts';

/**
 * The cells that a patient with more than L0 is counted in: those with the smallest hash of surrogate and cell, the lower
 * cell first where two hashes are equal. The same whatever the row order, and without favouring the first categories.
 */
export function boundCells(cells: CellSet, bound: number, pidLow: number, pidHigh: number): readonly number[] {
  const ranked = Array.from({ length: cells.size }, (_, at) => {
    const cell = cells.at(at);
    return { cell, rank: rankOf(pidLow, pidHigh, cell) };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.cell - b.cell)
    .slice(0, bound)
    .map(({ cell }) => cell);
}

/** MurmurHash3 (Appleby, 2011), x86, 32 bits, of the three words. Spreads only: no secret rests on it. */
function rankOf(pidLow: number, pidHigh: number, cell: number): number {
  let hash = 0;
  for (const word of [pidLow, pidHigh, cell]) {
    let mixed = Math.imul(word, 0xcc9e2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash ^= mixed;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= 12;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
