import type { CellSet } from './cell-set.ts';

/** Cells of a table are fewer than this, so that rank and cell are one exact number. */
const CELLS = 2 ** 20;

/**
 * Chooses the cells that a patient with more than L0 is counted in: those with the smallest hash of surrogate and cell,
 * the lower cell first where two hashes are equal. The same whatever the row order, and without favouring the first
 * categories. Made once for a count; what it returns is overwritten by the next patient.
 */
export function createCellChooser(bound: number): (cells: CellSet, pidLow: number, pidHigh: number) => Float64Array {
  let ranked = new Float64Array(64);
  return (cells, pidLow, pidHigh) => {
    if (cells.size > ranked.length) ranked = new Float64Array(cells.size * 2);
    const used = ranked.subarray(0, cells.size);
    for (let at = 0; at < used.length; at++) {
      const cell = cells.at(at);
      used[at] = rankOf(pidLow, pidHigh, cell) * CELLS + cell;
    }
    used.sort();
    for (let at = 0; at < bound; at++) used[at] = (used[at] as number) % CELLS;
    return used.subarray(0, bound);
  };
}

/** MurmurHash3 (Appleby, 2011), x86, 32 bits, of the three words. Spreads only: no secret rests on it. */
function rankOf(pidLow: number, pidHigh: number, cell: number): number {
  let hash = mix(mix(mix(0, pidLow), pidHigh), cell) ^ 12;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mix(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  const turned = hash ^ mixed;
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}
