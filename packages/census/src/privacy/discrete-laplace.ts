import { MedrecError } from '@medrec/shared/errors';
import { bernoulliExp, bernoulliExpOfOne } from './bernoulli-exp.ts';
import { createInversionSampler } from './inversion.ts';
import type { RandomIntegers } from './random-integers.ts';

// Larger scales would let t·v leave the safe integers; a count's noise never needs them.
const SCALE_TERM_LIMIT = 2 ** 32;

/** Beyond, a table of the outcomes would have more than some ten thousand entries. */
const TABLE_SCALE = 256;

/**
 * A sampler of the discrete Laplace distribution of scale t/s: P(y) ∝ exp(−|y|·s/t) over all integers, exactly. By inversion up to a
 * scale of 256, by rejection beyond.
 * @throws MedrecError `NOISE_SCALE_INVALID` unless t and s are integers in 1 … 2^32.
 */
export function createDiscreteLaplace(t: number, s: number, random: RandomIntegers): () => number {
  if (t > TABLE_SCALE * s) return createProposedLaplace(t, s, random);
  refuseScale(t, s);
  return createInversionSampler({ linear: BigInt(s), quadratic: 0n, divisor: BigInt(t) }, random);
}

/** Canonne, Kamath, Steinke (2020), algorithm 2. */
export function createProposedLaplace(t: number, s: number, random: RandomIntegers): () => number {
  refuseScale(t, s);
  return () => {
    for (;;) {
      const remainder = random.below(t);
      if (!bernoulliExp(remainder, t, random)) continue;
      let multiple = 0;
      while (bernoulliExpOfOne(random)) multiple += 1;
      const magnitude = Math.floor((remainder + t * multiple) / s);
      if (random.below(2) === 0) return magnitude;
      // Zero would be twice as likely if both signs kept it.
      if (magnitude > 0) return -magnitude;
    }
  };
}

function refuseScale(t: number, s: number): void {
  for (const term of [t, s]) {
    if (!Number.isSafeInteger(term) || term < 1 || term > SCALE_TERM_LIMIT) {
      throw new MedrecError({ code: 'NOISE_SCALE_INVALID', message: 'The noise’s scale has a term outside 1 … 2^32.', facts: { t, s } });
    }
  }
}
