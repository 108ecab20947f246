import type { ConditionFact, EncounterFact, ObservationFact } from '../record/index.ts';
import { type CodedConcept, type CodedQuantity, codedCondition, codedEncounter, codedObservation } from './coded-resource.ts';
import { conditionChapter } from './condition-chapter.ts';
import { safeUnit } from './ucum-units.ts';
import { yearOf } from './year.ts';

/** What was met on the way and belongs in the load's report. */
export interface FactNotes {
  /** Entered in error, refuted or cancelled: the record keeps it, no count sees it. */
  excluded(type: string): void;
  unmapped(code: string): void;
}

// HL7 v3 ActCode, value set ActEncounterCode.
const CLASSES = new Set(['AMB', 'EMER', 'FLD', 'HH', 'IMP', 'ACUTE', 'NONAC', 'OBSENC', 'PRENC', 'SS', 'VR']);
const ENCOUNTER_STATUSES = new Set(['planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled']);
const CLINICAL_STATUSES = new Set(['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved']);
const NOT_ASSERTED = new Set(['entered-in-error', 'refuted']);
const NOT_OBSERVED = new Set(['entered-in-error', 'cancelled']);
const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';

export function encounterFacts(value: unknown, notes: FactNotes): EncounterFact[] {
  const encounter = codedEncounter.parse(value);
  if (encounter.status === 'entered-in-error') return exclude(notes, 'Encounter');
  return [
    {
      class: allowed(encounter.class?.code, CLASSES, 'OTHER'),
      status: allowed(encounter.status, ENCOUNTER_STATUSES, 'unknown'),
      startYear: yearOf(encounter.period?.start),
      endYear: yearOf(encounter.period?.end),
    },
  ];
}

export function conditionFacts(value: unknown, notes: FactNotes): ConditionFact[] {
  const condition = codedCondition.parse(value);
  if (NOT_ASSERTED.has(firstCode(condition.verificationStatus) ?? '')) return exclude(notes, 'Condition');
  const result = conditionChapter(condition.code?.coding ?? []);
  if (result.chapter === null) notes.unmapped(result.unmapped);
  return [
    {
      icdChapter: result.chapter,
      year: yearOf(condition.onsetDateTime) ?? yearOf(condition.onsetPeriod?.start) ?? yearOf(condition.recordedDate),
      status: allowed(firstCode(condition.clinicalStatus), CLINICAL_STATUSES, 'unknown'),
    },
  ];
}

/** One fact for each LOINC-coded value: a panel's components (blood pressure) give one each. */
export function observationFacts(value: unknown, notes: FactNotes): ObservationFact[] {
  const observation = codedObservation.parse(value);
  if (NOT_OBSERVED.has(observation.status ?? '')) return exclude(notes, 'Observation');
  const year = yearOf(observation.effectiveDateTime) ?? yearOf(observation.effectivePeriod?.start);
  return [observation, ...(observation.component ?? [])].flatMap(({ code, valueQuantity }) => {
    const loinc = loincOf(code);
    return loinc === undefined ? [] : [{ loinc, ...measured(valueQuantity), year }];
  });
}

function measured(quantity: CodedQuantity): Pick<ObservationFact, 'value' | 'unit'> {
  const unit = quantity?.code !== undefined && quantity.system === UCUM ? safeUnit(quantity.code) : null;
  // A number whose unit is not known tells a reader nothing, or the wrong thing.
  return unit === null ? { value: null, unit: null } : { value: quantity?.value ?? null, unit };
}

function loincOf(concept: CodedConcept): string | undefined {
  return concept?.coding?.find(({ system, code }) => system === LOINC && code !== undefined && /^\d{1,7}-\d$/.test(code))?.code;
}

function firstCode(concept: CodedConcept): string | undefined {
  return concept?.coding?.[0]?.code;
}

function allowed(value: string | undefined, list: ReadonlySet<string>, otherwise: string): string {
  return value !== undefined && list.has(value) ? value : otherwise;
}

function exclude(notes: FactNotes, type: string): [] {
  notes.excluded(type);
  return [];
}
