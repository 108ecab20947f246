import type {
  AllergyFact,
  CensusFacts,
  ClinicalResource,
  ConditionFact,
  FamilyFact,
  ImmunizationFact,
  MedicationFact,
  ProcedureFact,
} from '../record/index.ts';
import { capAge } from './cap-age.ts';
import { allergyFacts, medicationFacts, procedureFacts } from './care-facts.ts';
import { conditionFacts, datedEncounters, datedObservations, type FactNotes, familyFacts, immunizationFacts } from './clinical-facts.ts';
import { type CodedPatient, codedPatient } from './coded-resource.ts';
import { type DatedObservation, numberObservations } from './observation-order.ts';
import { personFact } from './person.ts';
import { type DatedEncounter, dayOf, encounterFactsOf } from './stays.ts';

// One act of care is one of these at most in one record; a dispensation repeats the order it fulfils.
const MEDICATIONS: ReadonlySet<string> = new Set([
  'MedicationRequest',
  'MedicationStatement',
  'MedicationAdministration',
  'MedicationDispense',
]);

/** Of the facts and how they are coded: where it changes, every patient is counted anew. */
export const FACTS_VERSION = 3;

/**
 * Safe Harbor (45 CFR 164.514(b)(2)) over all of one patient's resources. Allow-list only: codes, years, sex and ZIP3 are
 * read; names, ids, free text, extensions, notes, contacts and every other element are never looked at.
 * @param presentYear calendar year of the load, for the cap on ages
 */
export function deidentify(resources: readonly ClinicalResource[], presentYear: number, notes: FactNotes): CensusFacts {
  let patient: CodedPatient | undefined;
  const encounters: DatedEncounter[] = [];
  const conditions: ConditionFact[] = [];
  const observations: DatedObservation[] = [];
  const immunizations: ImmunizationFact[] = [];
  const family: FamilyFact[] = [];
  const medications: MedicationFact[] = [];
  const procedures: ProcedureFact[] = [];
  const allergies: AllergyFact[] = [];
  for (const { type, json } of resources) {
    if (type === 'Patient') patient = codedPatient.parse(JSON.parse(json));
    else if (type === 'Encounter') encounters.push(...datedEncounters(JSON.parse(json), notes));
    else if (type === 'Condition') conditions.push(...conditionFacts(JSON.parse(json), notes));
    else if (type === 'Observation') observations.push(...datedObservations(JSON.parse(json), notes));
    else if (type === 'Immunization') immunizations.push(...immunizationFacts(JSON.parse(json), notes));
    else if (type === 'FamilyMemberHistory') family.push(...familyFacts(JSON.parse(json), notes));
    else if (MEDICATIONS.has(type)) medications.push(...medicationFacts(JSON.parse(json), type, notes));
    else if (type === 'Procedure') procedures.push(...procedureFacts(JSON.parse(json), notes));
    else if (type === 'AllergyIntolerance') allergies.push(...allergyFacts(JSON.parse(json), notes));
  }
  const facts: CensusFacts = {
    person: personFact(patient),
    encounters: encounterFactsOf(encounters, dayOf(patient?.deceasedDateTime)),
    conditions,
    observations: numberObservations(observations),
    immunizations,
    family,
    medications,
    procedures,
    allergies,
  };
  return capAge(facts, presentYear);
}
