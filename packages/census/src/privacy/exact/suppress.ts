import { MedrecError } from '@medrec/shared/errors';
import { type Attacker, openAttacker } from './attacker.ts';
import type { BorderedTable } from './bordered-table.ts';
import { openProgram, type ProgramRow } from './linear-program.ts';
import type { SensitiveCell } from './sensitive.ts';

const ROUNDS_LIMIT = 200;
const ABOVE_ZERO = 1e-6;

export interface Suppression {
  /** 1 for a cell that is not published, sensitive or complementary. */
  readonly isSuppressed: Uint8Array;
  readonly suppressed: number;
  /** Whether no smaller pattern hides the sensitive cells: so for two axes, a bound away from it for three. */
  readonly isOptimal: boolean;
  /** What no pattern can fall below. */
  readonly leastSuppressed: number;
}

/**
 * The fewest cells to leave out so that no sensitive one can be told from what it must not be told from (Fischetti and Salazar 2001): a master
 * program chooses cells, the attacker names what is still too well known, and each answer is a cut that every safe pattern satisfies.
 * With two axes the master's columns are integers and the pattern is the optimum; with three they are fractions, rounded up, less those
 * that turn out not to be needed, and its value is a bound. The grand total is always published.
 * @throws MedrecError `SUPPRESSION_IMPOSSIBLE` when no pattern hides the cells, as in a table with fewer patients than the threshold.
 */
export async function suppress(table: BorderedTable, sensitive: readonly SensitiveCell[]): Promise<Suppression> {
  const attacker = await openAttacker(table, sensitive);
  try {
    return await choose(table, sensitive, attacker);
  } finally {
    attacker.close();
  }
}

async function choose(table: BorderedTable, sensitive: readonly SensitiveCell[], attacker: Attacker): Promise<Suppression> {
  const cells = table.values.length;
  const isInteger = table.sizes.length === 2;
  const lower = new Float64Array(cells);
  for (const { cell } of sensitive) lower[cell] = 1;
  const upper = new Float64Array(cells).fill(1);
  upper[cells - 1] = 0;
  if (lower[cells - 1] === 1) throw impossible('the table as a whole is sensitive');
  const master = await openProgram({ cost: new Float64Array(cells).fill(1), lower, upper, isInteger }, neverAlone(table, sensitive));
  try {
    for (let round = 0; round < ROUNDS_LIMIT; round += 1) {
      const chosen = master.minimise();
      if (chosen === undefined) break;
      const isSuppressed = Uint8Array.from(chosen.columns, (value) => (value > ABOVE_ZERO ? 1 : 0));
      const weaknesses = [...attacker.weaknesses(isSuppressed)];
      if (weaknesses.length === 0) {
        if (!isInteger) giveBack(isSuppressed, chosen.columns, lower, attacker);
        const suppressed = isSuppressed.reduce((sum, value) => sum + value, 0);
        const leastSuppressed = Math.ceil(chosen.value - ABOVE_ZERO);
        return { isSuppressed, suppressed, isOptimal: suppressed === leastSuppressed, leastSuppressed };
      }
      for (const { coefficients, needed } of weaknesses) master.addRow(cut(coefficients, needed, upper));
    }
  } finally {
    master.close();
  }
  throw impossible('no pattern was found in 200 rounds');
}

/** Publishes again, the smallest fraction first, each cell that was rounded up and that the pattern is safe without. */
function giveBack(isSuppressed: Uint8Array, fractions: Float64Array, lower: Float64Array, attacker: Attacker): void {
  const roundedUp = [...isSuppressed.keys()].filter((cell) => isSuppressed[cell] === 1 && lower[cell] === 0);
  for (const cell of roundedUp.toSorted((a, b) => (fractions[a] as number) - (fractions[b] as number))) {
    isSuppressed[cell] = 0;
    // One weakness is enough to keep it; the attacker looks no further.
    if (attacker.weaknesses(isSuppressed).next().done !== true) isSuppressed[cell] = 1;
  }
}

/** In a line with a sensitive cell another one is left out as well, or the line's sum betrays it. */
function neverAlone({ lines }: BorderedTable, sensitive: readonly SensitiveCell[]): ProgramRow[] {
  const named = new Set(sensitive.map(({ cell }) => cell));
  return lines.flatMap((line) =>
    [...line]
      .filter((cell) => named.has(cell))
      .map((cell) => {
        const indices = line.filter((other) => other !== cell);
        return { lower: 1, upper: Number.POSITIVE_INFINITY, indices, values: Array.from(indices, () => 1) };
      }),
  );
}

function cut(coefficients: Float64Array, needed: number, upper: Float64Array): ProgramRow {
  const indices = [...coefficients.keys()].filter((cell) => (coefficients[cell] as number) > 0);
  const most = indices.reduce((sum, cell) => sum + (coefficients[cell] as number) * (upper[cell] as number), 0);
  if (most < needed - ABOVE_ZERO) throw impossible('even leaving out every cell betrays one');
  return { lower: needed, upper: Number.POSITIVE_INFINITY, indices, values: indices.map((cell) => coefficients[cell] as number) };
}

function impossible(reason: string): MedrecError {
  return new MedrecError({
    code: 'SUPPRESSION_IMPOSSIBLE',
    message: 'The table cannot be published exactly, whatever is left out of it.',
    facts: { reason },
    remedy: 'Coarsen the categories, or leave the table out.',
  });
}
