import type { ProductDimension, ProductTier } from '@medrec/shared/census';
import { DRUG_CLASSES } from '../deid/index.ts';
import type { Cohort } from './cohort/cohort.ts';
import { ICD10_CHAPTERS, SEXES } from './public-lists.ts';

const AGE_CAP = 90;
const RHO_STEPS = [0.1, 0.4, 1] as const;

function ageBands(width: number): string[] {
  const bands = Array.from({ length: AGE_CAP / width }, (_, band) => `${band * width}-${band * width + width - 1}`);
  return [...bands, `${AGE_CAP}+`];
}

function ageDimension(name: string, width: number): ProductDimension {
  return { name, title: `Age on 31 December of the reference year, in bands of ${width} years`, categories: ageBands(width) };
}

export const age5: ProductDimension = ageDimension('age5', 5);
export const age10: ProductDimension = ageDimension('age10', 10);
export const sex: ProductDimension = { name: 'sex', title: 'Administrative gender', categories: [...SEXES] };
export const icd10Chapter: ProductDimension = { name: 'icd10_chapter', title: 'ICD-10-CM chapter', categories: [...ICD10_CHAPTERS] };
export const drugClass: ProductDimension = {
  name: 'drug_class',
  title: 'Therapeutic subgroup (ATC, WHO)',
  categories: [...DRUG_CLASSES],
};

/**
 * Each patient's band of age; −1 where the birth year is not known or after the reference year. De-identification gives
 * everyone who reached 90 one birth year; the cap keeps them one group in every reference year.
 */
export function ageBandsOf({ person, size }: Cohort, referenceYear: number, width: number): Int8Array {
  const bands = new Int8Array(size);
  for (let patient = 0; patient < size; patient++) {
    const birthYear = person.birthYear[patient] as number;
    const age = birthYear === 0 ? -1 : referenceYear - birthYear;
    bands[patient] = age < 0 ? -1 : Math.floor(Math.min(age, AGE_CAP) / width);
  }
  return bands;
}

/**
 * Four tiers of which the finest costs ρ: four tenths and a tenth of it, and the commons, which sums the noisy tier 1 over
 * the dimensions that it drops.
 * @param microRho of the finest tier, in millionths
 * @param commons names of the dimensions that tier 0 keeps
 */
export function fourTiers(microRho: number, dimensions: readonly ProductDimension[], commons: readonly string[]): ProductTier[] {
  const names = dimensions.map(({ name }) => name);
  const summed = dimensions.filter(({ name }) => !commons.includes(name)).reduce((cells, { categories }) => cells * categories.length, 1);
  const paid = RHO_STEPS.map((share, at) => ({ tier: at + 1, microRho: Math.round(microRho * share), dimensions: names }));
  return [{ tier: 0, microRho: Math.ceil((microRho * RHO_STEPS[0]) / summed), dimensions: [...commons] }, ...paid];
}
