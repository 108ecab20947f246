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
  /** Nights of a stay in hospital, at most 366; `null` for other classes and where a day is not known. */
  readonly stayDays: number | null;
  /** The patient left this encounter dead. */
  readonly died: boolean;
  /** Another stay began within 30 days of this one's end; `null` for other classes and where a day is not known. */
  readonly readmitted: boolean | null;
}

export interface ConditionFact {
  /** ICD-10-CM chapter 1–22; `null` when no coding could be mapped. */
  readonly icdChapter: number | null;
  /** Three-character ICD-10-CM category; `null` where no coding is of ICD-10. */
  readonly icd3: string | null;
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
  /** Place among the patient's observations in time, from 0, undated ones first: tells the last one without a date. */
  readonly ordinal: number;
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

/** A medicine that was ordered, given or taken. */
export interface MedicationFact {
  /** ATC therapeutic subgroup (WHO) of the public list, or `other`. */
  readonly drugClass: string;
  readonly year: number | null;
}

export interface ProcedureFact {
  /** One of the public groups, or `other`. */
  readonly group: string;
  readonly year: number | null;
}

export interface AllergyFact {
  /** FHIR's category of the allergen, or `unknown`. */
  readonly category: string;
}

/** All the census sees of one patient. */
export interface CensusFacts {
  readonly person: PersonFact;
  readonly encounters: readonly EncounterFact[];
  readonly conditions: readonly ConditionFact[];
  readonly observations: readonly ObservationFact[];
  readonly immunizations: readonly ImmunizationFact[];
  readonly family: readonly FamilyFact[];
  readonly medications: readonly MedicationFact[];
  readonly procedures: readonly ProcedureFact[];
  readonly allergies: readonly AllergyFact[];
}
