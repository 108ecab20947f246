import type {
  CensusFacts,
  ClinicalResource,
  ConditionFact,
  EncounterFact,
  FamilyFact,
  ImmunizationFact,
  ObservationFact,
} from '../record/index.ts';
import { capAge } from './cap-age.ts';
import { conditionFacts, encounterFacts, type FactNotes, familyFacts, immunizationFacts, observationFacts } from './clinical-facts.ts';
import { type CodedPatient, codedPatient } from './coded-resource.ts';
import { personFact } from './person.ts';

/** Of the facts and how they are coded: where it changes, every patient is counted anew. */
export const FACTS_VERSION = 2;

/**
 * Safe Harbor (45 CFR 164.514(b)(2)) over all of one patient's resources. Allow-list only: codes, years, sex and ZIP3 are
 * read; names, ids, free text, extensions, notes, contacts and every other element are never looked at.
 * @param presentYear calendar year of the load, for the cap on ages
 */
export function deidentify(resources: readonly ClinicalResource[], presentYear: number, notes: FactNotes): CensusFacts {
  let patient: CodedPatient | undefined;
  const encounters: EncounterFact[] = [];
  const conditions: ConditionFact[] = [];
  const observations: ObservationFact[] = [];
  const immunizations: ImmunizationFact[] = [];
  const family: FamilyFact[] = [];
  for (const { type, json } of resources) {
    if (type === 'Patient') patient = codedPatient.parse(JSON.parse(json));
    else if (type === 'Encounter') encounters.push(...encounterFacts(JSON.parse(json), notes));
    else if (type === 'Condition') conditions.push(...conditionFacts(JSON.parse(json), notes));
    else if (type === 'Observation') observations.push(...observationFacts(JSON.parse(json), notes));
    else if (type === 'Immunization') immunizations.push(...immunizationFacts(JSON.parse(json), notes));
    else if (type === 'FamilyMemberHistory') family.push(...familyFacts(JSON.parse(json), notes));
  }
  return capAge({ person: personFact(patient), encounters, conditions, observations, immunizations, family }, presentYear);
}
