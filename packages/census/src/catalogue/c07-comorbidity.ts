import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { fourTiers, sex } from './domains.ts';
import { ICD10_CHAPTERS } from './public-lists.ts';

const PAIRS = ICD10_CHAPTERS.flatMap((first, at) => ICD10_CHAPTERS.slice(at + 1).map((second) => `${numeral(first)} & ${numeral(second)}`));
const pair = { name: 'chapter_pair', title: 'Two ICD-10-CM chapters', categories: PAIRS };
const dimensions = [pair, sex];

/**
 * C07, which diseases go together: the triangle of pairs of chapters. Fifteen pairs are those of six chapters, as in C04;
 * ρ = 0.15 is σ = 7.1 a cell, and a pair's cell has hundreds of patients where a chapter's has thousands.
 */
export const comorbidity: CohortProduct = createProduct({
  definition: {
    id: 'C07',
    version: 1,
    title: 'Comorbidity',
    description: 'Patients with conditions of both chapters, for each pair of ICD-10 chapters, by sex.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients with conditions of two chapters, not known to be later than the reference year, neither entered in error nor refuted; at most fifteen pairs a patient, chosen by hash.',
    dimensions,
    contributionBound: 15,
    tiers: fourTiers(150_000, dimensions, ['chapter_pair']),
  },
  tables: ['condition'],
  rule(cohort, referenceYear) {
    const { from, chapter, year } = cohort.condition;
    const places = pairPlaces();
    return (patient, cells) => {
      let has = 0;
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        const at = chapter[row] as number;
        if (at >= 0 && (year[row] as number) <= referenceYear) has |= 1 << at;
      }
      for (let first = 0; first < ICD10_CHAPTERS.length; first++) {
        if ((has & (1 << first)) === 0) continue;
        for (let second = first + 1; second < ICD10_CHAPTERS.length; second++) {
          if ((has & (1 << second)) === 0) continue;
          const place = places[first * ICD10_CHAPTERS.length + second] as number;
          cells.add(place * sex.categories.length + (cohort.person.sex[patient] as number));
        }
      }
    };
  },
});

function pairPlaces(): Int16Array {
  const places = new Int16Array(ICD10_CHAPTERS.length ** 2);
  let place = 0;
  for (let first = 0; first < ICD10_CHAPTERS.length; first++) {
    for (let second = first + 1; second < ICD10_CHAPTERS.length; second++) places[first * ICD10_CHAPTERS.length + second] = place++;
  }
  return places;
}

function numeral(chapter: string): string {
  return chapter.split(' ')[0] ?? chapter;
}
