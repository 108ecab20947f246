import { cumulativeBounds, type NoiseLaw } from './cumulative.ts';
import type { RandomIntegers } from './random-integers.ts';

const WORD_BITS = 32;
const LAST_WORD = 2n ** 32n - 1n;
const GUIDE_BITS = 12;
const GUIDE_SHIFT = WORD_BITS - GUIDE_BITS;
// Tables are public figures of the variance; a hospital's products ask for a dozen of them.
const CACHED_TABLES = 32;

/** What 32 random bits say of an outcome, for one law. */
export interface InversionTable {
  /** The word in which outcome k's interval ends: smaller words are in it or before it, greater ones after, this one decides nothing. */
  readonly ends: Uint32Array;
  /** For each value of a word's first 12 bits, the first outcome whose end is not before all such words; one entry more than values. */
  readonly guide: Uint32Array;
}

const tables = new Map<string, InversionTable>();

/**
 * A sampler by inversion of a uniform real number whose binary digits are drawn as they are needed: the outcome is the one whose
 * interval of cumulated probability holds the number. 32 digits and a short search decide all but some millionths of
 * the draws, the other ones draw on against bounds of ever higher precision. What the digits drawn so far do not decide is never
 * decided by them, so no probability is rounded (Devroye 1986, II.2; Mironov 2012 for why none may be).
 */
export function createInversionSampler(law: NoiseLaw, random: RandomIntegers): () => number {
  const { ends, guide } = inversionTable(law);
  return () => {
    const word = random.word();
    const bucket = word >>> GUIDE_SHIFT;
    let low = guide[bucket] as number;
    let high = guide[bucket + 1] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) < word) low = middle + 1;
      else high = middle;
    }
    return signed(low < ends.length && word < (ends[low] as number) ? low : refine(law, word, random));
  };
}

/** The table of a law, kept for the few most recent ones. */
function inversionTable(law: NoiseLaw): InversionTable {
  const name = `${law.linear}/${law.quadratic}/${law.divisor}`;
  const table = tables.get(name) ?? createInversionTable(law);
  tables.delete(name);
  tables.set(name, table);
  const [oldest] = tables.keys();
  if (tables.size > CACHED_TABLES && oldest !== undefined) tables.delete(oldest);
  return table;
}

export function createInversionTable(law: NoiseLaw): InversionTable {
  const ends: number[] = [];
  for (const { low, high } of cumulativeBounds(law, 2 * WORD_BITS)) {
    const end = low >> BigInt(WORD_BITS);
    ends.push(Number(end));
    // In the last word there are ends without end; or the end may be in either of two words. The first of them goes the slow way, and
    // so does all that follows.
    if (end === LAST_WORD || high > (end + 1n) << BigInt(WORD_BITS)) break;
  }
  const guide = new Uint32Array(2 ** GUIDE_BITS + 1);
  let outcome = 0;
  for (let bucket = 0; bucket < guide.length; bucket += 1) {
    while (outcome < ends.length && (ends[outcome] as number) < bucket * 2 ** GUIDE_SHIFT) outcome += 1;
    guide[bucket] = outcome;
  }
  return { ends: Uint32Array.from(ends), guide };
}

/** Draws more digits until one outcome's interval holds all numbers that begin with them. */
function refine(law: NoiseLaw, first: number, random: RandomIntegers): number {
  let digits = BigInt(first);
  for (let bits = WORD_BITS; ; bits += WORD_BITS) {
    // As many bits below the digits as there are digits, so that the bounds are narrower than what the digits leave open.
    const bounds = cumulativeBounds(law, 2 * bits);
    const low = digits << BigInt(bits);
    const high = (digits + 1n) << BigInt(bits);
    const outcome = bounds.findIndex((end) => high <= end.low);
    const before = bounds[outcome - 1];
    if (outcome === 0 || (before !== undefined && before.high <= low)) return outcome;
    digits = (digits << BigInt(WORD_BITS)) | BigInt(random.word());
  }
}

/** The outcomes 0, 1, 2, 3, 4, … stand for 0, 1, −1, 2, −2, …. */
function signed(outcome: number): number {
  return outcome % 2 === 1 ? (outcome + 1) / 2 : -outcome / 2 + 0;
}
