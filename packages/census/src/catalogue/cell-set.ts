import { MedrecError } from '@medrec/shared/errors';

/** The distinct cells that one patient adds to. Made once for a count and cleared for each patient: adding allocates nothing. */
export interface CellSet {
  /** Row-major place in the product's table; again is as once. @throws MedrecError `CELL_OUTSIDE_DOMAIN`. */
  add(cell: number): void;
  clear(): void;
  readonly size: number;
  /** The i-th cell, in the order of adding. */
  at(index: number): number;
}

/** @param domain number of cells in the product's table */
export function createCellSet(domain: number): CellSet {
  const seen = new Uint32Array(domain);
  let cells = new Int32Array(64);
  let mark = 1;
  let size = 0;
  return {
    add(cell) {
      if (!(cell >= 0 && cell < domain)) throw outsideDomain(cell);
      if (seen[cell] === mark) return;
      seen[cell] = mark;
      if (size === cells.length) {
        const larger = new Int32Array(size * 2);
        larger.set(cells);
        cells = larger;
      }
      cells[size++] = cell;
    },
    clear() {
      mark++;
      size = 0;
    },
    get size() {
      return size;
    },
    at: (index) => cells[index] as number,
  };
}

function outsideDomain(cell: number): MedrecError {
  return new MedrecError({
    code: 'CELL_OUTSIDE_DOMAIN',
    message: 'A product’s rule named a cell outside its public domain; nothing was counted.',
    facts: { cell },
    remedy: 'Load the records again; if it stays, the product’s rule is wrong.',
  });
}
