import { type ConditionFact, type FamilyFact, type ImmunizationFact, type ObservationFact, toUcum, UCUM } from '../record/index.ts';
import {
  type CodedConcept,
  type CodedQuantity,
  codedCondition,
  codedEncounter,
  codedFamilyMember,
  codedImmunization,
  codedObservation,
} from './coded-resource.ts';
import { conditionChapter, icd10Category } from './condition-chapter.ts';
import { inLoincUnit } from './loinc-units.ts';
import { type DatedObservation, timeOf } from './observation-order.ts';
import { familyRelation } from './relation.ts';
import { type DatedEncounter, dayOf } from './stays.ts';
import { safeUnit } from './ucum-units.ts';
import { yearOf } from './year.ts';

/** What was met on the way and belongs in the load's report. */
export interface FactNotes {
  /** Entered in error, refuted or cancelled: the record keeps it, no count sees it. */
  excluded(type: string): void;
  unmapped(code: string): void;
  /** A number whose unit is none, not on the public list, or not one that measures what the LOINC code names. */
  unusable(loinc: string): void;
}

// HL7 v3 ActCode, value set ActEncounterCode.
const CLASSES = new Set(['AMB', 'EMER', 'FLD', 'HH', 'IMP', 'ACUTE', 'NONAC', 'OBSENC', 'PRENC', 'SS', 'VR']);
const ENCOUNTER_STATUSES = new Set(['planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled']);
const CLINICAL_STATUSES = new Set(['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved']);
// HL7's code for discharge, and those of the uniform bill (UB-04): died, at home, in a facility, place unknown.
const DIED = new Set(['exp', '20', '40', '41', '42']);
const NOT_ASSERTED = new Set(['entered-in-error', 'refuted']);
const NOT_OBSERVED = new Set(['entered-in-error', 'cancelled']);
// FHIR R4 and STU3 name HL7’s RoleCode in two ways.
const ROLE_CODES =
  /^(http:\/\/terminology\.hl7\.org\/CodeSystem\/v3-RoleCode|http:\/\/hl7\.org\/fhir\/v3\/RoleCode|urn:oid:2\.16\.840\.1\.113883\.5\.111)$/;
const CVX = /^(http:\/\/hl7\.org\/fhir\/sid\/cvx|urn:oid:2\.16\.840\.1\.113883\.12\.292)$/;
const LOINC = 'http://loinc.org';

export function datedEncounters(value: unknown, notes: FactNotes): DatedEncounter[] {
  const encounter = codedEncounter.parse(value);
  if (encounter.status === 'entered-in-error') return exclude(notes, 'Encounter');
  return [
    {
      fact: {
        class: allowed(encounter.class?.code, CLASSES, 'OTHER'),
        status: allowed(encounter.status, ENCOUNTER_STATUSES, 'unknown'),
        startYear: yearOf(encounter.period?.start),
        endYear: yearOf(encounter.period?.end),
        died: (encounter.hospitalization?.dischargeDisposition?.coding ?? []).some(({ code }) => DIED.has(code ?? '')),
      },
      startDay: dayOf(encounter.period?.start),
      endDay: dayOf(encounter.period?.end),
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
      icd3: icd10Category(condition.code?.coding ?? []),
      year: yearOf(condition.onsetDateTime) ?? yearOf(condition.onsetPeriod?.start) ?? yearOf(condition.recordedDate),
      status: allowed(firstCode(condition.clinicalStatus), CLINICAL_STATUSES, 'unknown'),
    },
  ];
}

/** One fact for each LOINC-coded value: a panel's components (blood pressure) give one each. */
export function datedObservations(value: unknown, notes: FactNotes): DatedObservation[] {
  const observation = codedObservation.parse(value);
  if (NOT_OBSERVED.has(observation.status ?? '')) return exclude(notes, 'Observation');
  const effective = observation.effectiveDateTime ?? observation.effectivePeriod?.start;
  const year = yearOf(observation.effectiveDateTime) ?? yearOf(observation.effectivePeriod?.start);
  const atMs = timeOf(effective);
  return [observation, ...(observation.component ?? [])].flatMap(({ code, valueQuantity }) => {
    const loinc = loincOf(code);
    return loinc === undefined ? [] : [{ fact: { loinc, ...measured(loinc, valueQuantity, notes), year }, atMs }];
  });
}

/** A dose that was given, by whomever; refused and mistaken ones are none. */
export function immunizationFacts(value: unknown, notes: FactNotes): ImmunizationFact[] {
  const immunization = codedImmunization.parse(value);
  if (immunization.status !== 'completed') return exclude(notes, 'Immunization');
  const cvx = immunization.vaccineCode?.coding?.find(({ system, code }) => CVX.test(system ?? '') && /^\d{2,3}$/.test(code ?? ''))?.code;
  return cvx === undefined ? [] : [{ cvx, year: yearOf(immunization.occurrenceDateTime) }];
}

/** One fact for each condition of the relative. A relative without one tells nothing. */
export function familyFacts(value: unknown, notes: FactNotes): FamilyFact[] {
  const member = codedFamilyMember.parse(value);
  if (member.status === 'entered-in-error' || member.status === 'health-unknown') return exclude(notes, 'FamilyMemberHistory');
  const role = member.relationship?.coding?.find(({ system }) => system !== undefined && ROLE_CODES.test(system))?.code;
  return (member.condition ?? []).map(({ code }) => {
    const result = conditionChapter(code?.coding ?? []);
    if (result.chapter === null) notes.unmapped(result.unmapped);
    return { relation: familyRelation(role), icdChapter: result.chapter };
  });
}

function measured(loinc: string, quantity: CodedQuantity, notes: FactNotes): Pick<ObservationFact, 'value' | 'unit'> {
  if (quantity?.value === undefined) return { value: null, unit: null };
  // Under another system, or none, the unit is a text as people write it.
  const code = quantity.system === UCUM ? quantity.code : (quantity.unit ?? quantity.code);
  const unit = code === undefined ? undefined : toUcum(code);
  const listed = unit === undefined ? undefined : inLoincUnit(loinc, quantity.value, unit);
  const safe = unit === undefined || listed !== undefined ? null : safeUnit(unit);
  if (listed) return listed;
  // A number whose unit is not known tells a reader nothing, or the wrong thing.
  if (safe === null) notes.unusable(loinc);
  return safe === null ? { value: null, unit: null } : { value: quantity.value, unit: safe };
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
