import { MedrecError } from '@medrec/shared/errors';
import loadHighs, { type Highs, type IndexInput } from 'highs';

export interface ProgramRow {
  readonly lower: number;
  readonly upper: number;
  readonly indices: IndexInput;
  readonly values: readonly number[];
}

export interface ProgramColumns {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly isInteger: boolean;
}

export interface Optimum {
  readonly value: number;
  readonly columns: Float64Array;
  /** Reduced costs; without meaning where columns are integers. */
  readonly reducedCosts: Float64Array;
}

/** A program kept in the solver, so that a changed bound or cost is solved from the last solution on. Must be closed. */
export interface LinearProgram {
  setBounds(lower: Float64Array, upper: Float64Array): void;
  setCost(column: number, cost: number): void;
  addRow(row: ProgramRow): void;
  /**
   * The least cost. Undefined when it has no bound.
   * @throws MedrecError `SOLVER_FAILED` for any other end than an optimum: what is not proven counts as not so.
   */
  minimise(): Optimum | undefined;
  close(): void;
}

// The package declares its types as those of CommonJS: what they call the namespace is, imported, the function itself.
const createHighs = loadHighs as unknown as () => Promise<Highs>;

let loaded: Promise<Highs> | undefined;

/** HiGHS, compiled to WebAssembly; one instance serves the process. */
function solver(): Promise<Highs> {
  loaded ??= createHighs();
  return loaded;
}

export async function openProgram(columns: ProgramColumns, rows: readonly ProgramRow[]): Promise<LinearProgram> {
  const highs = await solver();
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.values.length);
  const model = highs.createModel({
    numCols: columns.cost.length,
    numRows: rows.length,
    colCost: columns.cost,
    colLower: columns.lower,
    colUpper: columns.upper,
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map(({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns.cost.length,
      starts,
      indices: rows.flatMap(({ indices }) => [...indices]),
      values: rows.flatMap(({ values }) => values),
    },
    ...(columns.isInteger ? { integrality: new Int32Array(columns.cost.length).fill(1) } : {}),
  });
  // A presolved program gives no reduced costs for what it took out; and the next solve could not go on from this one.
  model.options.set({ output_flag: false, presolve: columns.isInteger ? 'on' : 'off', mip_rel_gap: 0 });
  const { optimal, unbounded } = highs.constants.modelStatus;
  const all = { kind: 'range', from: 0, to: columns.cost.length - 1 } as const;
  return {
    setBounds: (lower, upper) => void model.changeColsBounds(all, lower, upper),
    setCost: (column, cost) => void model.changeColCost(column, cost),
    addRow: ({ lower, upper, indices, values }) => void model.addRow(lower, upper, { indices, values }),
    minimise: () => {
      model.run();
      const status = model.getModelStatus();
      if (status === unbounded) return undefined;
      if (status !== optimal) throw solverFailed(status);
      const { colValue, colDual } = model.getSolution();
      return { value: model.getObjectiveValue(), columns: colValue, reducedCosts: colDual };
    },
    close: () => model.dispose(),
  };
}

function solverFailed(status: number): MedrecError {
  return new MedrecError({
    code: 'SOLVER_FAILED',
    message: 'The linear programming solver found no optimum, so nothing is proven and nothing may be released.',
    facts: { status },
    remedy: 'If tables were published that contradict each other, withdraw them; otherwise coarsen the table.',
  });
}
