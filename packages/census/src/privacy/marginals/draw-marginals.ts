import { MedrecError } from '@medrec/shared/errors';
import { createDiscreteGaussian } from '../discrete-gaussian.ts';
import type { RandomIntegers } from '../random-integers.ts';
import { rational } from '../rational.ts';
import { type AxisSet, axesOf, axisSet, placeIn, productOver, subsetsOf, sumOutAxes } from './axes.ts';
import { type MarginalPlan, marginalVariance, type ResidualPlan } from './plan-marginals.ts';

export interface NoisyMarginal {
  readonly axes: readonly number[];
  /** Row-major over the kept attributes in ascending order. Fractions: two marginals agree on what both show. */
  readonly cells: Float64Array;
  readonly variance: number;
}

/**
 * Measures every residual of the plan once and puts the marginals together from them. The caller has debited the ledger.
 * @param counts Row-major over the plan's attributes, every patient's contribution already bounded.
 * @throws MedrecError `MARGINALS_INVALID` for a table of another size, or counts that leave the safe integers.
 */
export function drawMarginals(plan: MarginalPlan, counts: Int32Array, random: RandomIntegers): NoisyMarginal[] {
  const { sizes, marginals } = plan.workload;
  if (counts.length !== sizes.reduce((product, size) => product * size, 1)) throw invalidTable('the table is of another size');
  const residuals = new Map<AxisSet, Float64Array>();
  for (const residual of plan.residuals) residuals.set(residual.axes, drawResidual(residual, counts, sizes, random));
  return marginals.map((named) => {
    const set = axisSet(named);
    const axes = axesOf(set);
    return { axes, cells: putTogether(set, residuals, sizes), variance: marginalVariance(plan, axes) };
  });
}

/**
 * C(n·m + G)/n² for the marginal m of n cells, G discrete Gaussian of variance n²σ², and C the centring n·I − 1 along each attribute.
 * One patient moves C(n·m) as the integer vector n·(e − mean) moves it, whose squared length is n²·Π (nᵢ−1)/nᵢ: so the whole costs
 * ρ = Π (nᵢ−1)/(2nᵢσ²), with noise on the integers and no rounding before the last division.
 */
function drawResidual(
  { axes, sigmaSquared }: ResidualPlan,
  counts: Int32Array,
  sizes: readonly number[],
  random: RandomIntegers,
): Float64Array {
  const cells = productOver(axes, sizes, (size) => size);
  const variance = rational(sigmaSquared.numerator * BigInt(cells) ** 2n, sigmaSquared.denominator);
  const noise = createDiscreteGaussian(variance, random);
  let values = sumOutAxes(counts, sizes, axes).map((count) => count * cells + noise());
  const kept = axesOf(axes).map((axis) => sizes[axis] ?? 1);
  for (let axis = 0; axis < kept.length; axis += 1) values = centred(values, kept, axis);
  // Every intermediate sum is at most this, so a safe one means that all were.
  if (values.some((value) => !Number.isSafeInteger(value))) throw invalidTable('the counts are too large for so many cells');
  return values.map((value) => value / cells ** 2);
}

/** n·x less the sum along one axis of n entries. */
function centred(values: Float64Array<ArrayBuffer>, sizes: readonly number[], axis: number): Float64Array<ArrayBuffer> {
  const others = axisSet(sizes.map((_, at) => at).filter((at) => at !== axis));
  const sums = sumOutAxes(values, sizes, others);
  const place = placeIn(sizes, others);
  return values.map((value, cell) => value * (sizes[axis] ?? 1) - (sums[place(cell)] as number));
}

/** The sum of the residuals of all subsets, each spread evenly over the attributes that it does not have. */
function putTogether(set: AxisSet, residuals: ReadonlyMap<AxisSet, Float64Array>, sizes: readonly number[]): Float64Array {
  const axes = axesOf(set);
  const kept = axes.map((axis) => sizes[axis] ?? 1);
  const cells = new Float64Array(productOver(set, sizes, (size) => size));
  for (const subset of subsetsOf(set)) {
    const residual = residuals.get(subset);
    if (residual === undefined) continue;
    const share = productOver(set & ~subset, sizes, (size) => 1 / size);
    const place = placeIn(kept, axisSet(axesOf(subset).map((axis) => axes.indexOf(axis))));
    for (let cell = 0; cell < cells.length; cell += 1) {
      cells[cell] = (cells[cell] as number) + (residual[place(cell)] as number) * share;
    }
  }
  return cells;
}

function invalidTable(rule: string): MedrecError {
  return new MedrecError({ code: 'MARGINALS_INVALID', message: 'The marginals cannot be drawn from this table.', facts: { rule } });
}
