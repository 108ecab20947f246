/** A cell that may not be known, and how far from its value an attacker must still find it possible. */
export interface SensitiveCell {
  readonly cell: number;
  /** It must be possible that the cell is lower by this. */
  readonly down: number;
  /** It must be possible that the cell is higher by this. */
  readonly up: number;
}

/**
 * Cells of 1 … threshold − 1 patients: an attacker must not be able to tell them from none, nor from as many as may be shown. Totals as
 * well as inner cells.
 */
export function smallCells(values: ArrayLike<number>, threshold: number): SensitiveCell[] {
  return Array.from(values).flatMap((value, cell) =>
    value > 0 && value < threshold ? [{ cell, down: value, up: threshold - value }] : [],
  );
}

/** A cell's sum with its two largest contributions. */
export interface Contributions {
  readonly cell: number;
  readonly total: number;
  readonly largest: number;
  readonly second: number;
}

/**
 * Cells in which the second largest contributor, who knows her own, could estimate the largest to within `percent` % (the p % rule, Hundepool
 * and others 2012, 4.2.2): what is left over is under that share of the largest, and lacks this much protection both ways.
 */
export function dominatedCells(cells: readonly Contributions[], percent: number): SensitiveCell[] {
  return cells.flatMap(({ cell, total, largest, second }) => {
    const lacking = Math.ceil((percent / 100) * largest - (total - largest - second));
    return lacking > 0 && total > 0 ? [{ cell, down: Math.min(lacking, total), up: lacking }] : [];
  });
}
