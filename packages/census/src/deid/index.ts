export { capAge, OLDEST_AGE } from './cap-age.ts';
export type { FactNotes } from './clinical-facts.ts';
export { conditionChapter } from './condition-chapter.ts';
export { deidentify, FACTS_VERSION } from './deidentify.ts';
export { ICD10_CHAPTERS, icd9Chapter, icd10Chapter } from './icd-chapters.ts';
export { snomedChapter } from './snomed-chapters.ts';
export { safeUnit } from './ucum-units.ts';
export { safeZip3, ZIP3_WITHHELD, zip3Allowed } from './zip3.ts';
export { ZIP3_TABLE_VERSION } from './zip3-restricted.ts';
