/** `unknown` covers a missing gender too. */
export type Sex = 'female' | 'male' | 'other' | 'unknown';

/** What the census may know of a person: Safe Harbor has been applied. Years are calendar years. */
export interface PersonFact {
  /** Everyone who reached 90 carries the year that makes them exactly 90. `null` when not known. */
  readonly birthYear: number | null;
  readonly sex: Sex;
  /** Three digits; `000` where the area is too small to tell; `null` when no postal code is known. */
  readonly zip3: string | null;
  readonly deceased: boolean;
  readonly deathYear: number | null;
}

export interface EncounterFact {
  /** HL7 ActCode, or `OTHER`. */
  readonly class: string;
  /** FHIR encounter status; `entered-in-error` never comes here. */
  readonly status: string;
  readonly startYear: number | null;
  readonly endYear: number | null;
}

export interface ConditionFact {
  /** ICD-10-CM chapter 1–22; `null` when no coding could be mapped. */
  readonly icdChapter: number | null;
  /** Year of onset, else of recording. */
  readonly year: number | null;
  /** FHIR clinical status, or `unknown`. */
  readonly status: string;
}

export interface ObservationFact {
  readonly loinc: string;
  readonly value: number | null;
  /** UCUM; `null` when the value has none or one outside the public list. */
  readonly unit: string | null;
  readonly year: number | null;
}

export interface ImmunizationFact {
  /** CVX (CDC). */
  readonly cvx: string;
  readonly year: number | null;
}

/** Kinship by blood, by degree; `other` for all else, kin by marriage among them. */
export type FamilyRelation =
  | 'parent'
  | 'sibling'
  | 'half_sibling'
  | 'child'
  | 'grandparent'
  | 'grandchild'
  | 'aunt_or_uncle'
  | 'niece_or_nephew'
  | 'cousin'
  | 'other';

/** A condition that a relative is said to have or have had. Nothing of the relative is kept. */
export interface FamilyFact {
  readonly relation: FamilyRelation;
  /** ICD-10-CM chapter 1–22; `null` when no coding could be mapped. */
  readonly icdChapter: number | null;
}

/** All the census sees of one patient. */
export interface CensusFacts {
  readonly person: PersonFact;
  readonly encounters: readonly EncounterFact[];
  readonly conditions: readonly ConditionFact[];
  readonly observations: readonly ObservationFact[];
  readonly immunizations: readonly ImmunizationFact[];
  readonly family: readonly FamilyFact[];
}
