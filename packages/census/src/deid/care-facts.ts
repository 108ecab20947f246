import type { AllergyFact, MedicationFact, ProcedureFact } from '../record/index.ts';
import type { FactNotes } from './clinical-facts.ts';
import { codedAllergy, codedMedication, codedProcedure } from './coded-resource.ts';
import { drugClass } from './drug-classes.ts';
import { procedureGroup } from './procedure-groups.ts';
import { yearOf } from './year.ts';

// What was never given, ordered in error or withdrawn before anything happened.
const NOT_GIVEN = new Set(['entered-in-error', 'cancelled', 'draft', 'not-taken', 'not-done', 'declined']);
const NOT_PERFORMED = new Set(['entered-in-error', 'not-done', 'preparation']);
const NOT_ASSERTED = new Set(['entered-in-error', 'refuted']);

/** Every category of allergen, in order: FHIR's value set, and `unknown`. */
export const ALLERGY_CATEGORIES = ['food', 'medication', 'environment', 'biologic', 'unknown'] as const;

const FHIR_CATEGORIES: ReadonlySet<string> = new Set(ALLERGY_CATEGORIES.slice(0, -1));

/** @param type the resource's: an order, a statement, an administration or a dispensation */
export function medicationFacts(value: unknown, type: string, notes: FactNotes): MedicationFact[] {
  const medication = codedMedication.parse(value);
  if (NOT_GIVEN.has(medication.status ?? '')) {
    notes.excluded(type);
    return [];
  }
  const dates = [medication.authoredOn, medication.effectiveDateTime, medication.effectivePeriod?.start, medication.whenHandedOver];
  const year = dates.map(yearOf).find((found) => found !== null) ?? null;
  return [{ drugClass: drugClass(medication.medicationCodeableConcept?.coding ?? []), year }];
}

export function procedureFacts(value: unknown, notes: FactNotes): ProcedureFact[] {
  const procedure = codedProcedure.parse(value);
  if (NOT_PERFORMED.has(procedure.status ?? '')) {
    notes.excluded('Procedure');
    return [];
  }
  const year = yearOf(procedure.performedDateTime) ?? yearOf(procedure.performedPeriod?.start);
  return [{ group: procedureGroup(procedure.code?.coding ?? []), year }];
}

/** One fact for each category the allergen is in. */
export function allergyFacts(value: unknown, notes: FactNotes): AllergyFact[] {
  const allergy = codedAllergy.parse(value);
  if (NOT_ASSERTED.has(allergy.verificationStatus?.coding?.[0]?.code ?? '')) {
    notes.excluded('AllergyIntolerance');
    return [];
  }
  const known = [...new Set(allergy.category ?? [])].filter((category) => FHIR_CATEGORIES.has(category));
  return (known.length === 0 ? ['unknown'] : known).map((category) => ({ category }));
}
