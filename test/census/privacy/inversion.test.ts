import {
  createDiscreteGaussian,
  createDiscreteLaplace,
  createInversionTable,
  cumulativeBounds,
  exponential,
  type NoiseLaw,
  type RandomIntegers,
  rational,
} from '@medrec/census/privacy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: that the quick samplers are exact. Every decision they take is compared with probabilities computed here in
// another way, to 120 decimals, and every word that a decision turns on is played to them.

const DIGITS = 10n ** 120n;

/** exp(−a/b) as 1/exp(a/b), the series of positive terms; the last decimals are wrong. */
function decay(a: bigint, b: bigint): bigint {
  let term = DIGITS;
  let sum = 0n;
  for (let k = 1n; term > 0n; k += 1n) {
    sum += term;
    term = (term * a) / (b * k);
  }
  return (DIGITS * DIGITS) / sum;
}

/** P(first k + 1 of 0, 1, −1, 2, −2, …) in units of 10^−120, for the first `length`; summed far beyond what they need. */
function cumulated({ linear, quadratic, divisor }: NoiseLaw, length: number, reach: number): bigint[] {
  const weights = Array.from({ length: reach }, (_, y) => decay(linear * BigInt(y) + quadratic * BigInt(y) ** 2n, divisor));
  const total = weights.reduce((sum, weight, y) => sum + (y === 0 ? weight : 2n * weight), 0n);
  let sum = 0n;
  return Array.from({ length }, (_, outcome) => {
    sum += weights[(outcome + 1) >> 1] ?? 0n;
    return (sum * DIGITS) / total;
  });
}

const LAWS: readonly (readonly [string, NoiseLaw, number, (random: RandomIntegers) => () => number])[] = [
  ['σ² = 10', { linear: 0n, quadratic: 1n, divisor: 20n }, 70, (random) => createDiscreteGaussian(rational(10), random)],
  ['σ² = 1/10', { linear: 0n, quadratic: 10n, divisor: 2n }, 12, (random) => createDiscreteGaussian(rational(1, 10), random)],
  [
    'σ² = 123456789012345/9876543210123',
    { linear: 0n, quadratic: 9_876_543_210_123n, divisor: 246_913_578_024_690n },
    80,
    (random) => createDiscreteGaussian(rational(123_456_789_012_345n, 9_876_543_210_123n), random),
  ],
  ['scale 3/2', { linear: 2n, quadratic: 0n, divisor: 3n }, 380, (random) => createDiscreteLaplace(3, 2, random)],
];

/** Plays these words and then fails: a decision that asks for more digits than it needs is one that differs. */
function scripted(words: readonly number[]): RandomIntegers {
  const rest = [...words];
  const word = (): number => {
    const next = rest.shift();
    if (next === undefined) throw new RangeError('more digits were drawn than the decision needs');
    return next;
  };
  return { word, below: word, belowBig: () => BigInt(word()) };
}

const value = (outcome: number): number => (outcome % 2 === 1 ? (outcome + 1) / 2 : 0 - outcome / 2);
const wordsOf = (bits: bigint, count: number): number[] =>
  Array.from({ length: count }, (_, at) => Number((bits >> BigInt(32 * (count - 1 - at))) & 0xffffffffn));

describe.each(LAWS)('inversion at %s', (_, law, reach, create) => {
  const { ends, guide } = createInversionTable(law);
  const exact = cumulated(law, ends.length + 1, reach);

  it('ends every outcome in the word where its exact cumulated probability lies', () => {
    expect([...ends].map(BigInt)).toEqual(exact.slice(0, ends.length).map((end) => (end << 32n) / DIGITS));
  });

  it('begins the search of every word no later than at its outcome', () => {
    for (const [bucket, first] of guide.entries()) {
      expect(first).toBe([...ends].filter((end) => end < bucket * 2 ** 20).length);
    }
  });

  it('gives the words just before and after an end to the outcomes on its two sides', () => {
    for (const [outcome, end] of ends.entries()) {
      if (end - 1 > (ends[outcome - 1] ?? -1)) expect(create(scripted([end - 1]))()).toBe(value(outcome));
      if (end + 1 < (ends[outcome + 1] ?? 0)) expect(create(scripted([end + 1]))()).toBe(value(outcome + 1));
    }
  });

  it('draws on where an end is inside the word, and decides by the exact digits', () => {
    for (let outcome = 0; outcome < ends.length; outcome += Math.ceil(ends.length / 10)) {
      const digits = ((exact[outcome] ?? 0n) << 96n) / DIGITS;
      expect(create(scripted(wordsOf(digits - 1n, 3)))()).toBe(value(outcome));
      expect(create(scripted(wordsOf(digits + 1n, 3)))()).toBe(value(outcome + 1));
    }
  });

  it('has outcomes beyond the table for words that end in ones', () => {
    const beyond = create(scripted(wordsOf((1n << 128n) - 1n, 4)));
    expect(() => beyond()).toThrow('more digits');
    const far = create(scripted(wordsOf((1n << 96n) - (1n << 44n), 3)))();
    expect(Math.abs(far)).toBeGreaterThanOrEqual(Math.abs(value(ends.length - 1)));
  });
});

it('encloses exp(−a/b) at every size and precision', () => {
  const size = fc.bigInt({ min: 1n, max: 10n ** 20n });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), size, fc.integer({ min: 16, max: 200 }), (a, b, bits) => {
      fc.pre(a <= 40n * b);
      const { low, high } = exponential(a, b, bits);
      const reference = decay(a, b);
      // The reference is right to some units in the last of its decimals.
      const slack = 10n ** 22n;
      expect(low * DIGITS <= (reference + slack) << BigInt(bits)).toBe(true);
      expect(high * DIGITS >= (reference - slack) << BigInt(bits)).toBe(true);
      expect(high - low < 1n << 12n).toBe(true);
    }),
  );
});

it('encloses cumulated probabilities ever closer', () => {
  const law: NoiseLaw = { linear: 0n, quadratic: 3n, divisor: 500n };
  const exact = cumulated(law, 40, 220);
  for (const bits of [64, 96, 160, 320]) {
    for (const [outcome, { low, high }] of cumulativeBounds(law, bits).slice(0, 40).entries()) {
      const end = exact[outcome] ?? 0n;
      expect(low * DIGITS <= (end + 1000n) << BigInt(bits) && high * DIGITS >= (end - 1000n) << BigInt(bits)).toBe(true);
      expect(high - low < 8n).toBe(true);
    }
  }
});

it('refuses a growing exponential', () => {
  expect(() => exponential(-1n, 1n, 64)).toThrow(expect.objectContaining({ code: 'EXPONENT_INVALID' }));
});
