import { type AxisSet, axisSet, placeIn, productOver, sumOutAxes } from '../marginals/axes.ts';
import { type LinearProgram, openProgram, type ProgramRow } from './linear-program.ts';
import { smallCells } from './sensitive.ts';

const TOLERANCE = 1e-6;

/** A published table: the marginal of the common base table that keeps these axes, withheld cells null. */
export interface ExactRelease {
  readonly axes: readonly number[];
  /** Row-major over the kept axes. */
  readonly cells: readonly (number | null)[];
}

export interface ExactAuditInput {
  /** Categories of the base table, that over which all published ones are sums. */
  readonly sizes: readonly number[];
  /** The exact base table, row-major: the auditor is the provider. */
  readonly counts: ArrayLike<number>;
  /** Every table ever published from it, and the one that is to be. */
  readonly releases: readonly ExactRelease[];
  readonly threshold: number;
}

/** A withheld count that the published ones betray: the attacker knows that it is between `low` and `high`. */
export interface BetrayedCell {
  readonly axes: readonly number[];
  readonly cell: number;
  readonly low: number;
  readonly high: number;
}

export interface ExactAudit {
  readonly sensitiveCells: number;
  readonly betrayed: readonly BetrayedCell[];
  /** Betrayed cells whose value is known exactly. */
  readonly known: number;
  readonly isSafe: boolean;
}

/**
 * What an attacker who holds all releases together can tell of the small counts in them, by a linear program each way over the base table. Safe
 * means that each of 1 … threshold − 1 may as well be none or as many as may be shown. Published small counts are betrayed outright.
 * @throws MedrecError `SOLVER_FAILED` where nothing is proven, as for releases that contradict each other: nothing may be published then.
 */
export async function auditExact({ sizes, counts, releases, threshold }: ExactAuditInput): Promise<ExactAudit> {
  const cells = counts.length;
  const tables = releases.map((release) => describe(release, sizes, counts));
  const program = await openProgram(
    {
      cost: new Float64Array(cells),
      lower: new Float64Array(cells),
      upper: new Float64Array(cells).fill(Number.POSITIVE_INFINITY),
      isInteger: false,
    },
    tables.flatMap(({ release, members }) => publishedRows(release, members)),
  );
  try {
    const betrayed: BetrayedCell[] = [];
    let sensitiveCells = 0;
    for (const { release, members, truth } of tables) {
      for (const { cell } of smallCells(truth, threshold)) {
        sensitiveCells += 1;
        const [low, high] = knownBounds(program, members[cell] ?? []);
        if (low > 0 || high < threshold) betrayed.push({ axes: release.axes, cell, low, high });
      }
    }
    return { sensitiveCells, betrayed, known: betrayed.filter(({ low, high }) => low === high).length, isSafe: betrayed.length === 0 };
  } finally {
    program.close();
  }
}

interface DescribedRelease {
  readonly release: ExactRelease;
  /** The base table's cells that each published one sums. */
  readonly members: readonly (readonly number[])[];
  readonly truth: Float64Array;
}

function describe(release: ExactRelease, sizes: readonly number[], counts: ArrayLike<number>): DescribedRelease {
  const kept: AxisSet = axisSet(release.axes);
  const members = Array.from({ length: productOver(kept, sizes, (size) => size) }, (): number[] => []);
  const place = placeIn(sizes, kept);
  for (let cell = 0; cell < counts.length; cell += 1) members[place(cell)]?.push(cell);
  return { release, members, truth: sumOutAxes(counts, sizes, kept) };
}

function publishedRows({ cells }: ExactRelease, members: readonly (readonly number[])[]): ProgramRow[] {
  return cells.flatMap((value, cell) => {
    const indices = members[cell] ?? [];
    return value === null ? [] : [{ lower: value, upper: value, indices, values: indices.map(() => 1) }];
  });
}

/** Counts are whole, so bounds are rounded inwards; a bound that does not exist is infinite. */
function knownBounds(program: LinearProgram, members: readonly number[]): [number, number] {
  const least = extreme(program, members, 1);
  const most = extreme(program, members, -1);
  return [Math.ceil((least ?? 0) - TOLERANCE), most === undefined ? Number.POSITIVE_INFINITY : Math.floor(-most + TOLERANCE)];
}

function extreme(program: LinearProgram, members: readonly number[], cost: 1 | -1): number | undefined {
  for (const cell of members) program.setCost(cell, cost);
  const optimum = program.minimise();
  for (const cell of members) program.setCost(cell, 0);
  return optimum?.value;
}
