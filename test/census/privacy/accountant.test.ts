import { reportedEpsilon, zcdpDelta, zcdpEpsilon, zcdpEpsilonSimple } from '@medrec/census/privacy';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const rho = fc.double({ min: 1e-5, max: 20, noNaN: true });
const delta = fc.integer({ min: 3, max: 12 }).map((power) => 10 ** -power);

it.each([
  [0.05, 1e-6, 1.471594751],
  [0.12, 1e-6, 2.365754529],
  [1, 1e-6, 7.766216625],
  [0.07, 1e-10, 2.387275177],
  [2.56, 1e-10, 17.158308712],
])('gives for ρ = %d and δ = %d the ε that a direct search over α gives', (r, d, epsilon) => {
  // Reference values: the authors' published routine, and a grid of 120,000 values of α over the formula solved for ε.
  expect(zcdpEpsilon(r, d)).toBeCloseTo(epsilon, 8);
});

it('is never above the simple bound and is a true inverse', () => {
  fc.assert(
    fc.property(rho, delta, (r, d) => {
      const epsilon = zcdpEpsilon(r, d);
      expect(epsilon).toBeLessThanOrEqual(zcdpEpsilonSimple(r, d));
      expect(zcdpDelta(r, epsilon)).toBeLessThanOrEqual(d);
      expect(zcdpDelta(r, epsilon * 0.999)).toBeGreaterThan(d);
    }),
  );
});

it('is below the exact δ of the Gaussian mechanism nowhere', () => {
  // Balle and Wang (2018), theorem 8, with sensitivity 1 and σ² = 1/(2ρ): what the bound must cover.
  const phi = (x: number): number => 0.5 * erfc(-x / Math.SQRT2);
  fc.assert(
    fc.property(fc.double({ min: 0.005, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 6, noNaN: true }), (r, epsilon) => {
      const sigma = Math.sqrt(1 / (2 * r));
      const exact = phi(1 / (2 * sigma) - epsilon * sigma) - Math.exp(epsilon) * phi(-1 / (2 * sigma) - epsilon * sigma);
      expect(zcdpDelta(r, epsilon)).toBeGreaterThanOrEqual(exact - 1e-6);
    }),
  );
});

it('rounds what it reports up', () => {
  expect(reportedEpsilon(50_000, 1e-6)).toBeGreaterThanOrEqual(zcdpEpsilon(0.05, 1e-6));
  expect(reportedEpsilon(50_000, 1e-6) - zcdpEpsilon(0.05, 1e-6)).toBeLessThan(1e-4);
});

/** Abramowitz and Stegun 7.1.26's relative, |error| < 1.2e-7 (Numerical Recipes, erfcc). */
function erfc(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ];
  const polynomial = coefficients.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  const value = t * Math.exp(-x * x + polynomial);
  return x >= 0 ? value : 2 - value;
}
