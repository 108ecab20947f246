import { toQuantity } from '../../record/index.ts';
import { codeable, conceptOf, conditionCode } from './codes.ts';
import { type PersonExtras, person } from './person.ts';
import type { RowReader } from './row.ts';

/** Makes one row a resource; what it leaves `undefined` is left out. */
type MakeRow = (row: RowReader, extras: PersonExtras) => unknown;

const CODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/';

// OMOP visit concepts by HL7 ActCode: the domain's common standard concepts; any other is told as OTHER.
const VISIT_CLASSES: Readonly<Record<string, string>> = {
  '9201': 'IMP',
  '262': 'IMP',
  '8717': 'IMP',
  '32037': 'IMP',
  '9202': 'AMB',
  '38004207': 'AMB',
  '8756': 'AMB',
  '8883': 'AMB',
  '8940': 'AMB',
  '9203': 'EMER',
  '8870': 'EMER',
  '8782': 'EMER',
  '581385': 'OBSENC',
  '581476': 'HH',
  '581478': 'FLD',
  '5083': 'VR',
};

const COMPARATORS: Readonly<Record<string, string>> = { '4171754': '<=', '4171755': '>=', '4171756': '<', '4172704': '>' };

const visit: MakeRow = (row) => ({
  resourceType: 'Encounter',
  id: row.id('visit_occurrence_id'),
  // The table holds visits that took place; one without an end is going on.
  status: row.get('visit_end_date') === undefined && row.get('visit_end_datetime') === undefined ? 'in-progress' : 'finished',
  class: { system: `${CODE_SYSTEM}v3-ActCode`, code: VISIT_CLASSES[row.get('visit_concept_id') ?? ''] ?? 'OTHER' },
  type: list(conceptOf(row.get, row.vocabulary, 'visit_concept_id')),
  subject: row.reference('Patient', 'person_id'),
  period: { start: row.time('visit_start'), end: row.time('visit_end') },
});

const condition: MakeRow = (row) => ({
  resourceType: 'Condition',
  id: row.id('condition_occurrence_id'),
  code: conditionCode(row.get, row.vocabulary),
  subject: row.reference('Patient', 'person_id'),
  encounter: row.reference('Encounter', 'visit_occurrence_id'),
  onsetDateTime: row.time('condition_start'),
  abatementDateTime: row.time('condition_end'),
});

const drug: MakeRow = (row) => ({
  resourceType: 'MedicationStatement',
  id: row.id('drug_exposure_id'),
  status: row.get('drug_exposure_end_date') === undefined ? 'active' : 'completed',
  medicationCodeableConcept: codeable(row.get, row.vocabulary, 'drug'),
  subject: row.reference('Patient', 'person_id'),
  context: row.reference('Encounter', 'visit_occurrence_id'),
  effectivePeriod: { start: row.time('drug_exposure_start'), end: row.time('drug_exposure_end') },
});

const procedure: MakeRow = (row) => ({
  resourceType: 'Procedure',
  id: row.id('procedure_occurrence_id'),
  status: 'completed',
  code: codeable(row.get, row.vocabulary, 'procedure'),
  subject: row.reference('Patient', 'person_id'),
  encounter: row.reference('Encounter', 'visit_occurrence_id'),
  performedDateTime: row.time('procedure'),
});

const device: MakeRow = (row) => ({
  resourceType: 'DeviceUseStatement',
  id: row.id('device_exposure_id'),
  status: 'completed',
  subject: row.reference('Patient', 'person_id'),
  timingPeriod: { start: row.time('device_exposure_start'), end: row.time('device_exposure_end') },
  device: { display: row.get('device_source_value') },
});

const specimen: MakeRow = (row) => ({
  resourceType: 'Specimen',
  id: row.id('specimen_id'),
  type: conceptOf(row.get, row.vocabulary, 'specimen_concept_id'),
  subject: row.reference('Patient', 'person_id'),
  collection: { collectedDateTime: row.time('specimen') },
});

/** MEASUREMENT and OBSERVATION: what was found, as a number with its unit, a concept or a text. */
function finding(name: 'measurement' | 'observation', prefix: string): MakeRow {
  return (row) => {
    const id = row.id(`${name}_id`);
    return {
      resourceType: 'Observation',
      // The two tables number their rows apart from each other.
      id: id === undefined ? undefined : `${prefix}${id}`,
      status: 'final',
      code: codeable(row.get, row.vocabulary, name),
      subject: row.reference('Patient', 'person_id'),
      encounter: row.reference('Encounter', 'visit_occurrence_id'),
      effectiveDateTime: row.time(name),
      ...value(row),
    };
  };
}

function value(row: RowReader): Record<string, unknown> {
  const number = row.number('value_as_number');
  const concept = conceptOf(row.get, row.vocabulary, 'value_as_concept_id');
  if (number !== undefined) {
    const unit = row.vocabulary.concept(row.get('unit_concept_id'));
    const told = unit?.vocabulary === 'UCUM' ? unit.code : row.get('unit_source_value');
    const comparator = COMPARATORS[row.get('operator_concept_id') ?? ''];
    return { valueQuantity: { ...toQuantity(number, told), ...(comparator === undefined ? {} : { comparator }) } };
  }
  if (concept !== undefined) return { valueCodeableConcept: concept };
  const text = row.get('value_as_string');
  return text === undefined ? {} : { valueString: text };
}

function list<T>(item: T | undefined): readonly T[] | undefined {
  return item === undefined ? undefined : [item];
}

/** Tables of facts, by name; the others hold what can be had from these (eras), or nothing of a patient. */
export const TABLES: Readonly<Record<string, MakeRow>> = {
  person,
  visit_occurrence: visit,
  condition_occurrence: condition,
  drug_exposure: drug,
  procedure_occurrence: procedure,
  measurement: finding('measurement', 'm-'),
  observation: finding('observation', 'o-'),
  device_exposure: device,
  specimen,
};
