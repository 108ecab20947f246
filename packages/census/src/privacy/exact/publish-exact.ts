import { MedrecError } from '@medrec/shared/errors';
import { auditExact, type ExactAudit, type ExactRelease } from './audit.ts';
import { borderTable, placesOf } from './bordered-table.ts';
import { type SensitiveCell, smallCells } from './sensitive.ts';
import { suppress } from './suppress.ts';

export interface ExactPublication {
  readonly sizes: readonly number[];
  /** Exact counts, row-major. */
  readonly counts: ArrayLike<number>;
  /** No count of 1 … threshold − 1 is published or can be derived. */
  readonly threshold: number;
  /** Further sensitive cells, by their place in the bordered table; those of the p % rule. */
  readonly dominated?: readonly SensitiveCell[];
  /** What was published of the same counts before. */
  readonly earlier: readonly ExactRelease[];
}

export interface ExactTables {
  /** The table and its margins, withheld cells null; the largest first. */
  readonly releases: readonly ExactRelease[];
  readonly suppressed: number;
  readonly audit: ExactAudit;
}

/**
 * An exact table with all its margins, small cells and their complements withheld, audited together with all that was published before.
 * @throws MedrecError `AUDIT_REFUSED` when the union would betray a small count, `SOLVER_FAILED`, `SUPPRESSION_IMPOSSIBLE`,
 * `EXACT_TABLE_INVALID`; nothing may be published after any of these.
 */
export async function publishExact({ sizes, counts, threshold, dominated = [], earlier }: ExactPublication): Promise<ExactTables> {
  const table = borderTable(sizes, counts);
  const sensitive = new Map<number, SensitiveCell>();
  for (const cell of [...smallCells(table.values, threshold), ...dominated]) {
    const other = sensitive.get(cell.cell);
    sensitive.set(cell.cell, { ...cell, down: Math.max(cell.down, other?.down ?? 0), up: Math.max(cell.up, other?.up ?? 0) });
  }
  const { isSuppressed, suppressed } = await suppress(table, [...sensitive.values()]);
  const releases = split(sizes, table.values, isSuppressed);
  const audit = await auditExact({ sizes, counts, releases: [...earlier, ...releases], threshold });
  if (!audit.isSafe) throw refused(audit);
  return { releases, suppressed, audit };
}

/** The bordered table as the marginals that it is made of. */
function split(sizes: readonly number[], values: Float64Array, isSuppressed: Uint8Array): ExactRelease[] {
  const widths = sizes.map((size) => size + 1);
  const byAxes = new Map<string, { axes: number[]; cells: (number | null)[] }>();
  for (const [cell, value] of values.entries()) {
    const places = placesOf(cell, widths);
    const axes = sizes.flatMap((size, axis) => (places[axis] === size ? [] : [axis]));
    const release = byAxes.get(axes.join()) ?? { axes, cells: [] };
    release.cells.push(isSuppressed[cell] === 1 ? null : value);
    byAxes.set(axes.join(), release);
  }
  return [...byAxes.values()].toSorted((a, b) => b.axes.length - a.axes.length);
}

function refused({ sensitiveCells, betrayed, known }: ExactAudit): MedrecError {
  return new MedrecError({
    code: 'AUDIT_REFUSED',
    message: 'Together with what was published before, the table would betray small counts.',
    facts: { sensitiveCells, betrayedCells: betrayed.length, knownExactly: known },
    remedy: 'Publish a coarser table, or the one that was published before and no other.',
  });
}
