import { MedrecError } from '@medrec/shared/errors';
import { type Rational, rational, rationalToNumber } from '../rational.ts';
import { type AxisSet, axesOf, axisSet, productOver, subsetsOf } from './axes.ts';

/** Attributes of one plan; a product has at most six dimensions. */
const AXIS_LIMIT = 6;

// σ² is rounded up to a multiple of its own size's 2^−30, so the ρ spent is below the ρ given by a billionth at most.
const SIGMA_BITS = 30;

/** Residuals are counted in units of 1/n², n being the cells of their marginal; more cells would leave the safe integers. */
const MARGINAL_CELL_LIMIT = 50_000;

export interface MarginalWorkload {
  /** Categories per attribute. */
  readonly sizes: readonly number[];
  /** The marginals wanted, each as the indices of the attributes that it keeps; `[]` is the total. */
  readonly marginals: readonly (readonly number[])[];
  /** ρ of zero-concentrated differential privacy for all of them together. */
  readonly rho: number;
  /** L0: the largest number of cells one patient may add to, by one each. */
  readonly contributionBound: number;
}

/** The part of the table that `axes` show and no smaller set does, and the variance of its noise. */
export interface ResidualPlan {
  readonly axes: AxisSet;
  readonly sigmaSquared: Rational;
}

export interface MarginalPlan {
  readonly workload: MarginalWorkload;
  readonly residuals: readonly ResidualPlan[];
  /** Root of the mean squared error of all cells of all marginals, in patients. */
  readonly rmse: number;
  /** What no mechanism with Gaussian noise on linear queries can fall below, at this ρ (Li and Miklau 2013). */
  readonly rmseBound: number;
  /** Spent by the residuals together: never more than the workload's ρ. */
  readonly rho: number;
}

/**
 * The noise that measures a set of marginals with the least mean squared error at a given ρ (Xiao, He, Zhang, Kifer 2023,
 * ResidualPlanner). Each marginal is a sum of orthogonal residuals, one for each subset of its attributes; measuring every residual once,
 * with σ²_A ∝ √(p_A/v_A) for its privacy cost p_A and its weight v_A in the error, is the optimum in closed form.
 * @throws MedrecError `MARGINALS_INVALID` for attributes, marginals or a ρ that no plan can be made of.
 */
export function planMarginals(workload: MarginalWorkload): MarginalPlan {
  const { sizes, marginals, rho, contributionBound } = workload;
  refuseInvalid(workload);
  const weights = errorWeights(sizes, marginals.map(axisSet));
  const cost = (axes: AxisSet): number => contributionBound ** 2 * productOver(axes, sizes, (size) => (size - 1) / size);
  const entries = [...weights].map(([axes, weight]) => ({ axes, weight, cost: cost(axes) })).filter((entry) => entry.cost > 0);
  const root = entries.reduce((sum, entry) => sum + Math.sqrt(entry.weight * entry.cost), 0);
  // Σ p/(2σ²) = ρ with σ² = s·√(p/v) gives s = Σ √(v·p) / (2ρ).
  const residuals = entries.map((entry) => ({
    ...entry,
    sigmaSquared: roundedUp((root / (2 * rho)) * Math.sqrt(entry.cost / entry.weight)),
  }));
  const cells = marginals.reduce((sum, axes) => sum + productOver(axisSet(axes), sizes, (size) => size), 0);
  const error = residuals.reduce((sum, { weight, sigmaSquared }) => sum + weight * rationalToNumber(sigmaSquared), 0);
  return {
    workload,
    residuals: residuals.map(({ axes, sigmaSquared }) => ({ axes, sigmaSquared })),
    rmse: Math.sqrt(error / cells),
    rmseBound: singularValueBound(workload, cells),
    rho: residuals.reduce((sum, entry) => sum + entry.cost / (2 * rationalToNumber(entry.sigmaSquared)), 0),
  };
}

/** Variance of one cell of the marginal that keeps `axes`. */
export function marginalVariance({ workload, residuals }: MarginalPlan, axes: readonly number[]): number {
  const kept = axisSet(axes);
  return residuals.reduce((sum, residual) => {
    if ((residual.axes & ~kept) !== 0) return sum;
    return sum + shareOf(kept, residual.axes, workload.sizes) * rationalToNumber(residual.sigmaSquared);
  }, 0);
}

/** What one unit of a residual's σ² adds to the variance of one cell of a marginal that contains it. */
function shareOf(marginal: AxisSet, residual: AxisSet, sizes: readonly number[]): number {
  const averaged = productOver(marginal & ~residual, sizes, (size) => 1 / size ** 2);
  return averaged * productOver(residual, sizes, (size) => (size - 1) / size);
}

/** Per residual, what one unit of its σ² adds to the summed variance of all cells of all marginals. */
function errorWeights(sizes: readonly number[], marginals: readonly AxisSet[]): Map<AxisSet, number> {
  const weights = new Map<AxisSet, number>();
  for (const marginal of marginals) {
    const cells = productOver(marginal, sizes, (size) => size);
    for (const residual of subsetsOf(marginal)) {
      weights.set(residual, (weights.get(residual) ?? 0) + cells * shareOf(marginal, residual, sizes));
    }
  }
  return weights;
}

/**
 * (Σ of the workload's singular values)² / (2ρ·N) is the least summed variance. On the space of residual A, of dimension Π (n−1), the
 * squared singular value is Σ over the marginals B ⊇ A of N/Π_{i∈B} nᵢ. Computed apart from the plan, which must reach it.
 */
function singularValueBound({ sizes, marginals, rho, contributionBound }: MarginalWorkload, cells: number): number {
  const sets = marginals.map(axisSet);
  const size = sizes.reduce((product, n) => product * n, 1);
  let sum = 0;
  for (const residual of new Set(sets.flatMap(subsetsOf))) {
    const containing = sets.filter((set) => (residual & ~set) === 0);
    const squared = containing.reduce((total, set) => total + size / productOver(set, sizes, (n) => n), 0);
    sum += productOver(residual, sizes, (n) => n - 1) * Math.sqrt(squared);
  }
  return Math.sqrt((contributionBound ** 2 * sum ** 2) / (2 * rho * size) / cells);
}

/** The next fraction above with 30 significant bits, its denominator a power of two where it has one. */
function roundedUp(value: number): Rational {
  const shift = SIGMA_BITS - Math.ceil(Math.log2(value));
  const numerator = BigInt(Math.ceil(value * 2 ** shift));
  return shift >= 0 ? rational(numerator, 1n << BigInt(shift)) : rational(numerator << BigInt(-shift));
}

function refuseInvalid({ sizes, marginals, rho, contributionBound }: MarginalWorkload): void {
  const sets = marginals.map(axisSet);
  const rules: readonly (readonly [boolean, string])[] = [
    [sizes.length >= 1 && sizes.length <= AXIS_LIMIT, 'one to six attributes'],
    [sizes.every((size) => Number.isSafeInteger(size) && size >= 1), 'every attribute has a category at least'],
    [marginals.length > 0 && new Set(sets).size === sets.length, 'at least one marginal, none twice'],
    [marginals.flat().every((axis) => Number.isInteger(axis) && axis >= 0 && axis < sizes.length), 'marginals keep attributes that exist'],
    [marginals.every((axes) => axes.length === axesOf(axisSet(axes)).length), 'a marginal names no attribute twice'],
    [sets.every((set) => productOver(set, sizes, (size) => size) <= MARGINAL_CELL_LIMIT), 'at most 50,000 cells a marginal'],
    [rho > 0 && Number.isFinite(rho), 'ρ is positive'],
    [Number.isSafeInteger(contributionBound) && contributionBound >= 1, 'L0 is a positive whole number'],
  ];
  const broken = rules.find(([holds]) => !holds);
  if (broken === undefined) return;
  throw new MedrecError({ code: 'MARGINALS_INVALID', message: 'No plan can be made for these marginals.', facts: { rule: broken[1] } });
}
