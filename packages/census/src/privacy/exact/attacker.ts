import type { BorderedTable } from './bordered-table.ts';
import { type LinearProgram, openProgram } from './linear-program.ts';
import type { SensitiveCell } from './sensitive.ts';

const TOLERANCE = 1e-6;

/** One way in which a sensitive cell is too well known, and what any pattern of suppression must satisfy to hide it. */
export interface Weakness {
  readonly cell: number;
  /** Σ coefficients·suppressed ≥ needed, over all cells. */
  readonly coefficients: Float64Array;
  readonly needed: number;
}

/** Someone who sees all cells but the suppressed ones and knows that the lines add up and that counts are not negative. */
export interface Attacker {
  /** Weaknesses of a pattern, one by one; none when every sensitive cell is hidden as far as it must be. */
  weaknesses(isSuppressed: Uint8Array): Generator<Weakness>;
  close(): void;
}

/**
 * The attacker of Fischetti and Salazar (2001): d is what she may add to the true table; published cells leave no room, suppressed ones any
 * from −value upwards. The greatest and the least d of a sensitive cell are two linear programs, and their reduced costs say, by duality,
 * what other patterns would leave: Benders' cut.
 */
export async function openAttacker(table: BorderedTable, sensitive: readonly SensitiveCell[]): Promise<Attacker> {
  const { values, lines } = table;
  const most = Math.max(...values) + Math.max(1, ...sensitive.map(({ up }) => up));
  const zeros = new Float64Array(values.length);
  const program = await openProgram(
    { cost: zeros, lower: zeros, upper: zeros, isInteger: false },
    lines.map((line) => ({ lower: 0, upper: 0, indices: line, values: Array.from(line, (_, at) => (at === line.length - 1 ? -1 : 1)) })),
  );

  function* weaknesses(isSuppressed: Uint8Array): Generator<Weakness> {
    program.setBounds(
      values.map((value, cell) => (isSuppressed[cell] === 1 ? -value : 0)),
      values.map((_, cell) => (isSuppressed[cell] === 1 ? most : 0)),
    );
    const hidden = { up: new Set<number>(), down: new Set<number>() };
    for (const direction of ['up', 'down'] as const) {
      for (const target of sensitive) {
        if (hidden[direction].has(target.cell)) continue;
        const optimum = extreme(program, target.cell, direction);
        // Each table that she finds possible hides other cells as well.
        for (const other of sensitive) {
          const change = optimum.columns[other.cell] ?? 0;
          if (change >= other.up - TOLERANCE) hidden.up.add(other.cell);
          if (-change >= other.down - TOLERANCE) hidden.down.add(other.cell);
        }
        const needed = target[direction];
        if (Math.abs(optimum.columns[target.cell] ?? 0) >= needed - TOLERANCE) continue;
        const coefficients = optimum.reducedCosts.map((reduced, cell) => {
          const room = reduced > 0 ? reduced * (values[cell] as number) : -reduced * most;
          // No cell counts for more than all that is needed.
          return room < TOLERANCE ? 0 : Math.min(room, needed);
        });
        yield { cell: target.cell, coefficients, needed };
      }
    }
  }

  return { weaknesses, close: () => program.close() };
}

function extreme(program: LinearProgram, cell: number, direction: 'up' | 'down'): { columns: Float64Array; reducedCosts: Float64Array } {
  program.setCost(cell, direction === 'up' ? -1 : 1);
  const optimum = program.minimise();
  program.setCost(cell, 0);
  // All columns are bounded, so there always is an optimum.
  return optimum ?? { columns: new Float64Array(0), reducedCosts: new Float64Array(0) };
}
