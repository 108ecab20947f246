import { PREVALENCE_PER_MILLE } from './prevalence.ts';
import type { Random } from './random.ts';

/**
 * Draws each patient's chapters so that the share of patients with a chapter follows the table in every stratum, not only
 * on average: what a stratum is owed is carried from one patient to the next, and who pays is random. The count of a
 * stratum is so within two of its expectation, where independent draws would stray by its square root.
 */
export interface PrevalenceDraw {
  /** Chapters 1–22 that the patient has, ascending. */
  chapters(sex: 'female' | 'male', ageGroup: number, random: Random): number[];
}

export function createPrevalenceDraw(): PrevalenceDraw {
  const owed = new Map<string, Float64Array>();
  return {
    chapters(sex, ageGroup, random) {
      const rates = PREVALENCE_PER_MILLE[sex][ageGroup] ?? [];
      const stratum = `${sex}${ageGroup}`;
      const balance = owed.get(stratum) ?? new Float64Array(rates.length);
      owed.set(stratum, balance);
      const drawn: number[] = [];
      rates.forEach((rate, position) => {
        const due = (balance[position] ?? 0) + rate / 1000;
        const has = rate > 0 && random.next() < due;
        balance[position] = has ? due - 1 : due;
        if (has) drawn.push(position + 1);
      });
      return drawn;
    },
  };
}
