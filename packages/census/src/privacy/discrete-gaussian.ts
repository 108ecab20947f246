import { MedrecError } from '@medrec/shared/errors';
import { bernoulliExp, bernoulliExpBig } from './bernoulli-exp.ts';
import { createProposedLaplace } from './discrete-laplace.ts';
import { createInversionSampler } from './inversion.ts';
import type { RandomIntegers } from './random-integers.ts';
import { integerSquareRoot, type Rational } from './rational.ts';

/** Squares below this stay exact in a double. */
const SQUARE_ROOT_LIMIT = 94_906_265;

/** σ = 1024: beyond, a table of the outcomes would have more than some ten thousand entries. */
const TABLE_SIGMA_SQUARED = 2n ** 20n;

/**
 * A sampler of the discrete Gaussian: P(y) ∝ exp(−y²/(2σ²)) over all integers, σ² any positive fraction, exactly. By inversion up to
 * σ = 1024 whatever the fraction's terms, by rejection beyond.
 * @throws MedrecError `NOISE_SCALE_INVALID` unless σ² is positive, and σ below 2^32.
 */
export function createDiscreteGaussian(sigmaSquared: Rational, random: RandomIntegers): () => number {
  const { numerator: p, denominator: q } = sigmaSquared;
  if (p <= 0n || q <= 0n) throw new MedrecError({ code: 'NOISE_SCALE_INVALID', message: 'The noise’s variance is not positive.' });
  if (p > TABLE_SIGMA_SQUARED * q) return createRejectedGaussian(sigmaSquared, random);
  return createInversionSampler({ linear: 0n, quadratic: q, divisor: 2n * p }, random);
}

/**
 * Canonne, Kamath, Steinke (2020), algorithm 3: a discrete Laplace of scale t = ⌊σ⌋ + 1, accepted with
 * exp(−(|y| − σ²/t)²/(2σ²)). With σ² = p/q that exponent is (|y|·q·t − p)² / (2·p·q·t²), all integers.
 */
export function createRejectedGaussian({ numerator: p, denominator: q }: Rational, random: RandomIntegers): () => number {
  const t = integerSquareRoot(p / q) + 1n;
  const propose = createProposedLaplace(Number(t), 1, random);
  const step = q * t;
  const divisor = 2n * p * q * t * t;
  const fits = divisor <= BigInt(Number.MAX_SAFE_INTEGER);
  const small = { p: Number(p), step: Number(step), divisor: Number(divisor) };

  const accept = (magnitude: number): boolean => {
    if (fits) {
      const root = magnitude * small.step - small.p;
      if (Math.abs(root) <= SQUARE_ROOT_LIMIT && magnitude * small.step <= Number.MAX_SAFE_INTEGER) {
        return bernoulliExp(root * root, small.divisor, random);
      }
    }
    const root = BigInt(magnitude) * step - p;
    return bernoulliExpBig(root * root, divisor, random);
  };

  return () => {
    for (;;) {
      const noise = propose();
      if (accept(Math.abs(noise))) return noise;
    }
  };
}
