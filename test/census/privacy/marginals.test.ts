import { createRandomIntegers, drawMarginals, type MarginalWorkload, marginalVariance, planMarginals } from '@medrec/census/privacy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededBytes } from './statistics.ts';

// What would be lost: that marginals cost no more error than they must, and that the error they state is the one they have.

/** All marginals of at most `ways` attributes, the total among them. */
function upTo(ways: number, axes: number): number[][] {
  const sets = Array.from({ length: 2 ** axes }, (_, set) =>
    Array.from({ length: axes }, (_, axis) => axis).filter((axis) => (set >> axis) & 1),
  );
  return sets.filter((set) => set.length <= ways);
}

const workload = (changes: Partial<MarginalWorkload> = {}): MarginalWorkload => ({
  sizes: [3, 4, 2],
  marginals: upTo(2, 3),
  rho: 0.5,
  contributionBound: 1,
  ...changes,
});

describe('the plan', () => {
  it.each([
    [1, 2.03],
    [2, 2.74],
    [3, 2.82],
  ])('of all marginals of at most %i of five attributes has the least error there is', (ways, rmse) => {
    const plan = planMarginals(workload({ sizes: [3, 10, 20, 22, 50], marginals: upTo(ways, 5) }));
    expect(plan.rmse).toBeCloseTo(rmse, 2);
    expect(plan.rmse / plan.rmseBound).toBeLessThan(1.000001);
  });

  it('reaches the bound that the singular values of the queries themselves give', () => {
    const { sizes, marginals } = workload();
    const gram = gramOf(sizes, marginals);
    const singular = eigenvalues(gram).map((value) => Math.sqrt(Math.max(0, value)));
    const queries = marginals.reduce((sum, axes) => sum + axes.reduce((cells, axis) => cells * (sizes[axis] ?? 1), 1), 0);
    const bound = Math.sqrt(singular.reduce((sum, value) => sum + value, 0) ** 2 / gram.length / queries);
    const plan = planMarginals(workload());
    expect(plan.rmse / bound).toBeLessThan(1.01);
    expect(plan.rmse / bound).toBeGreaterThan(0.999999);
  });

  it('never spends more ρ than it was given, nor much less', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), fc.double({ min: 0.001, max: 5, noNaN: true }), (n, ways, rho) => {
        const plan = planMarginals(workload({ sizes: n, marginals: upTo(ways, n.length), rho }));
        expect(plan.rho).toBeLessThanOrEqual(rho * (1 + 1e-12));
        expect(plan.rho).toBeGreaterThan(rho * 0.999999);
      }),
    );
  });

  it('is better than splitting ρ evenly', () => {
    const marginals = upTo(2, 5);
    const plan = planMarginals(workload({ sizes: [3, 10, 20, 22, 50], marginals }));
    const split = Math.sqrt(marginals.length / (2 * 0.5));
    expect(split / plan.rmse).toBeGreaterThan(1.2);
  });

  it.each<[string, Partial<MarginalWorkload>]>([
    ['no marginal', { marginals: [] }],
    [
      'a marginal twice',
      {
        marginals: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    ['an attribute that is not there', { marginals: [[3]] }],
    ['an attribute twice in one marginal', { marginals: [[0, 0]] }],
    ['a ρ of nothing', { rho: 0 }],
    ['an attribute without categories', { sizes: [3, 0, 2] }],
    ['a marginal too large to count exactly', { sizes: [300, 300, 2] }],
    ['no bound on contributions', { contributionBound: 0 }],
  ])('refuses %s', (_, changes) => {
    expect(() => planMarginals(workload(changes))).toThrow(expect.objectContaining({ code: 'MARGINALS_INVALID' }));
  });
});

describe('drawn marginals', () => {
  const counts = Int32Array.from({ length: 24 }, (_, at) => (at * 37) % 101);

  it('agree with each other on what both show', () => {
    const drawn = drawMarginals(planMarginals(workload()), counts, createRandomIntegers(seededBytes(1)));
    const cells = (...axes: number[]): number[] => [...(drawn.find((marginal) => marginal.axes.join() === axes.join())?.cells ?? [])];
    const rows = [0, 1, 2].map((row) => [0, 1, 2, 3].reduce((sum, column) => sum + (cells(0, 1)[row * 4 + column] ?? 0), 0));
    for (const [row, sum] of rows.entries()) expect(sum).toBeCloseTo(cells(0)[row] ?? Number.NaN, 6);
    expect(cells(2).reduce((sum, value) => sum + value, 0)).toBeCloseTo(cells()[0] ?? Number.NaN, 6);
  });

  it('have around the true counts the variance that they state', () => {
    const plan = planMarginals(workload({ rho: 0.02, marginals: [[0, 1], [1, 2], [2]] }));
    const random = createRandomIntegers(seededBytes(2));
    const truth = drawMarginals(planMarginals(workload({ rho: 1e9, marginals: [[0, 1], [1, 2], [2]] })), counts, random);
    const squares = [0, 0, 0];
    const sums = [0, 0, 0];
    const ROUNDS = 1500;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [at, { cells }] of drawMarginals(plan, counts, random).entries()) {
        const error = (cells[0] ?? 0) - Math.round(truth[at]?.cells[0] ?? 0);
        squares[at] = (squares[at] ?? 0) + error ** 2;
        sums[at] = (sums[at] ?? 0) + error;
      }
    }
    for (const [at, axes] of plan.workload.marginals.entries()) {
      const variance = marginalVariance(plan, axes);
      expect(Math.abs((squares[at] ?? 0) / ROUNDS / variance - 1)).toBeLessThan(6 * Math.sqrt(2 / ROUNDS));
      expect(Math.abs((sums[at] ?? 0) / ROUNDS)).toBeLessThan(6 * Math.sqrt(variance / ROUNDS));
    }
  });

  it('refuse a table of another size', () => {
    const plan = planMarginals(workload());
    expect(() => drawMarginals(plan, new Int32Array(23), createRandomIntegers(seededBytes(3)))).toThrow(
      expect.objectContaining({ code: 'MARGINALS_INVALID' }),
    );
  });
});

/** WᵀW of the marginals' 0/1 queries, from the definition of a marginal alone. */
function gramOf(sizes: readonly number[], marginals: readonly (readonly number[])[]): number[][] {
  const size = sizes.reduce((product, n) => product * n, 1);
  const digits = (cell: number): number[] => {
    let rest = cell;
    return sizes
      .toReversed()
      .map((n) => {
        const digit = rest % n;
        rest = Math.floor(rest / n);
        return digit;
      })
      .toReversed();
  };
  const cells = Array.from({ length: size }, (_, cell) => digits(cell));
  return cells.map((a) => cells.map((b) => marginals.filter((axes) => axes.every((axis) => a[axis] === b[axis])).length));
}

/** Jacobi's rotations (Numerical Recipes, 11.1). */
function eigenvalues(symmetric: readonly (readonly number[])[]): number[] {
  const m = symmetric.map((row) => [...row]);
  const at = (i: number, j: number): number => m[i]?.[j] ?? 0;
  const rotate = (get: (k: number) => [number, number], set: (k: number, p: number, q: number) => void, c: number, s: number): void => {
    for (let k = 0; k < m.length; k += 1) {
      const [p, q] = get(k);
      set(k, c * p - s * q, s * p + c * q);
    }
  };
  for (let sweep = 0; sweep < 30; sweep += 1) {
    for (let p = 0; p < m.length; p += 1) {
      for (let q = p + 1; q < m.length; q += 1) {
        if (Math.abs(at(p, q)) < 1e-14) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const put = (i: number, j: number, value: number): void => {
          const row = m[i];
          if (row) row[j] = value;
        };
        rotate(
          (k) => [at(k, p), at(k, q)],
          (k, x, y) => [put(k, p, x), put(k, q, y)],
          c,
          t * c,
        );
        rotate(
          (k) => [at(p, k), at(q, k)],
          (k, x, y) => [put(p, k, x), put(q, k, y)],
          c,
          t * c,
        );
      }
    }
  }
  return m.map((_, i) => at(i, i));
}
