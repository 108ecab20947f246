import { capAge, conditionChapter, deidentify, icd9Chapter, icd10Chapter, safeUnit, safeZip3, zip3Allowed } from '@medrec/census/deid';
import { type CensusFacts, type ClinicalResource, canonicalResource } from '@medrec/census/record';
import { describe, expect, it } from 'vitest';

const quiet = { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined };

function resource(value: Record<string, unknown>): ClinicalResource {
  return { type: String(value['resourceType']), id: 'x', patientId: 'p', lastUpdatedMs: null, json: canonicalResource(value) };
}

describe('ZIP3', () => {
  it('tells only areas of more than 20,000 people in every census', () => {
    expect(['02139', '02139-1234', '021391234', ' 02139 '].map(safeZip3)).toEqual(['021', '021', '021', '021']);
    expect(['03601', '20301', '83001', '00501', '99999', 'K1A 0B1', '0213', 'unknown'].map(safeZip3)).toEqual([
      '000',
      '000',
      '000',
      '000',
      '999',
      '000',
      '000',
      '000',
    ]);
    expect([undefined, ''].map(safeZip3)).toEqual([null, null]);
    // 891 known prefixes without the 23 that some list restricts.
    expect(zip3Allowed()).toHaveLength(868);
  });
});

describe('ICD chapters', () => {
  it('follow the tabular lists at their edges', () => {
    expect(['A00', 'C00.1', 'D49', 'D50', 'H59.9', 'H60', 'O9A.2', 'U07.1', 'S72.001A', 'I10', 'i10', 'Z99'].map(icd10Chapter)).toEqual([
      1, 2, 2, 3, 7, 8, 15, 22, 19, 9, 9, 21,
    ]);
    expect(['E90', 'F00', 'Smith', 'I1', ''].map(icd10Chapter)).toEqual([null, null, null, null, null]);
    expect(['07054', '279.0', '250.01', '3659', '38900', '401', 'V1582', 'E8859', 'E885.9', '99811'].map(icd9Chapter)).toEqual([
      1, 3, 4, 7, 8, 9, 21, 20, 20, 19,
    ]);
    expect(['000', '1', 'E85', 'V', '12345678'].map(icd9Chapter)).toEqual([null, null, null, null, null]);
  });

  it('reports a code that does not map, and shows nothing that could be text', () => {
    const snomed = 'http://snomed.info/sct';
    expect(conditionChapter([{ system: snomed, code: '44054006' }])).toEqual({ chapter: 4 });
    expect(
      conditionChapter([
        { system: snomed, code: '1' },
        { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' },
      ]),
    ).toEqual({ chapter: 9 });
    expect(conditionChapter([{ system: snomed, code: '999999999' }])).toEqual({ chapter: null, unmapped: 'snomed 999999999' });
    expect(conditionChapter([{ system: 'urn:local', code: 'JohnDoe' }])).toEqual({
      chapter: null,
      unmapped: 'other system (code not shown)',
    });
    expect(conditionChapter([])).toEqual({ chapter: null, unmapped: 'no code' });
  });
});

describe('ages over 89', () => {
  const facts = (birthYear: number | null, deathYear: number | null, years: number[]): CensusFacts => ({
    person: { birthYear, sex: 'female', zip3: '021', deceased: deathYear !== null, deathYear },
    encounters: years.map((year) => ({
      class: 'AMB',
      status: 'finished',
      startYear: year,
      endYear: year,
      stayDays: null,
      died: false,
      readmitted: null,
    })),
    conditions: [],
    observations: [],
    immunizations: [],
    family: [],
    medications: [],
    procedures: [],
    allergies: [],
  });
  const capped = (...given: Parameters<typeof facts>): unknown[] => {
    const { person, encounters } = capAge(facts(...given), 2026);
    return [person.birthYear, encounters.map(({ startYear }) => startYear)];
  };

  it('are one category, and no date tells more', () => {
    expect(capped(1937, null, [1938])).toEqual([1937, [1938]]);
    expect(capped(1936, null, [1936, 2020])).toEqual([1936, [1936, 2020]]);
    expect(capped(1920, null, [1921, 1935, 1936, 2020])).toEqual([1936, [null, null, 1936, 2020]]);
    expect(capped(1900, 1995, [1904, 1990])).toEqual([1905, [null, 1990]]);
    expect(capped(1920, 1980, [1921])).toEqual([1920, [1921]]);
    expect(capped(null, null, [1930, 2020])).toEqual([null, [null, 2020]]);
    // A source with dates shifted into the future (MIMIC).
    expect(capped(2070, null, [2150])).toEqual([2070, [2150]]);
    expect(capped(2050, null, [2150])).toEqual([2060, [2150]]);
  });
});

describe('deidentify', () => {
  it('reads coded elements only, and survives odd ones', () => {
    const notes: string[] = [];
    const facts = deidentify(
      [
        resource({
          resourceType: 'Patient',
          name: [{ family: 'Leaky' }],
          gender: 'Leaky',
          birthDate: '1980-05-06',
          address: [{ postalCode: '02139', line: ['Leaky'], city: 'Leaky' }, 'odd'],
          deceasedBoolean: 'Leaky',
        }),
        resource({
          resourceType: 'Encounter',
          status: 'Leaky',
          class: { code: 'Leaky' },
          period: { start: '2020-02-03T04:05:06Z', end: 7 },
        }),
        resource({
          resourceType: 'Condition',
          code: { text: 'Leaky', coding: [{ system: 'Leaky', code: 'Leaky' }] },
          onsetDateTime: 'Leaky',
        }),
        resource({
          resourceType: 'Observation',
          status: 'final',
          code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
          valueQuantity: { value: 5, unit: 'Leaky', code: 'Leaky', system: 'http://unitsofmeasure.org' },
          valueString: 'Leaky',
          component: [
            {
              code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
              valueQuantity: { value: 120, code: 'mm[Hg]', system: 'http://unitsofmeasure.org' },
            },
          ],
        }),
        resource({
          resourceType: 'Observation',
          status: 'entered-in-error',
          code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
        }),
        resource({ resourceType: 'Condition', verificationStatus: { coding: [{ code: 'refuted' }] }, code: {} }),
        resource({ resourceType: 'Encounter', status: 'entered-in-error' }),
        resource({ resourceType: 'DocumentReference', description: 'Leaky' }),
        resource({
          resourceType: 'Immunization',
          status: 'completed',
          lotNumber: 'Leaky',
          occurrenceDateTime: '2020-10-11',
          vaccineCode: { text: 'Leaky', coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '140', display: 'Leaky' }] },
        }),
        resource({
          resourceType: 'Immunization',
          status: 'completed',
          vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: 'Leaky' }] },
        }),
        resource({ resourceType: 'Immunization', status: 'not-done' }),
        resource({
          resourceType: 'FamilyMemberHistory',
          status: 'completed',
          name: 'Leaky',
          bornDate: '1911-02-03',
          relationship: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'MTH', display: 'Leaky' }] },
          condition: [
            { code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I21' }], text: 'Leaky' } },
            { code: { text: 'Leaky' } },
          ],
        }),
        resource({ resourceType: 'FamilyMemberHistory', relationship: { coding: [{ code: 'Leaky' }] }, condition: 'Leaky' }),
        resource({
          resourceType: 'MedicationRequest',
          status: 'active',
          authoredOn: '2019-05-06',
          dosageInstruction: [{ text: 'Leaky' }],
          medicationCodeableConcept: { text: 'Leaky', coding: [{ system: 'http://www.whocc.no/atc', code: 'C10AA01', display: 'Leaky' }] },
        }),
        resource({ resourceType: 'MedicationStatement', status: 'Leaky', medicationCodeableConcept: { coding: [{ code: 'Leaky' }] } }),
        resource({ resourceType: 'MedicationRequest', status: 'cancelled' }),
        resource({
          resourceType: 'Procedure',
          performedPeriod: { start: '2018-01-02' },
          code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '71045', display: 'Leaky' }] },
        }),
        resource({ resourceType: 'Procedure', status: 'not-done' }),
        resource({ resourceType: 'AllergyIntolerance', category: ['food', 'Leaky', 'food'], code: { text: 'Leaky' } }),
        resource({ resourceType: 'AllergyIntolerance', verificationStatus: { coding: [{ code: 'refuted' }] } }),
      ],
      2026,
      { excluded: (type) => notes.push(type), unmapped: (code) => notes.push(code), unusable: (loinc) => notes.push(loinc) },
    );
    expect(facts).toEqual({
      // An array with one odd element is as if it were missing: nothing of it is guessed.
      person: { birthYear: 1980, sex: 'unknown', zip3: null, deceased: false, deathYear: null },
      encounters: [{ class: 'OTHER', status: 'unknown', startYear: 2020, endYear: null, stayDays: null, died: false, readmitted: null }],
      conditions: [{ icdChapter: null, icd3: null, year: null, status: 'unknown' }],
      observations: [
        { loinc: '85354-9', value: null, unit: null, year: null, ordinal: 1 },
        { loinc: '8480-6', value: 120, unit: 'mm[Hg]', year: null, ordinal: 0 },
      ],
      immunizations: [{ cvx: '140', year: 2020 }],
      family: [
        { relation: 'parent', icdChapter: 9 },
        { relation: 'parent', icdChapter: null },
      ],
      medications: [
        { drugClass: 'C10', year: 2019 },
        { drugClass: 'other', year: null },
      ],
      procedures: [{ group: 'imaging', year: 2018 }],
      allergies: [{ category: 'food' }],
    });
    expect(notes).toEqual([
      'other system (code not shown)',
      '85354-9',
      'Observation',
      'Condition',
      'Encounter',
      'Immunization',
      'no code',
      'MedicationRequest',
      'Procedure',
      'AllergyIntolerance',
    ]);
  });

  it('takes the current home address, of the United States only', () => {
    const zip3 = (address: unknown[]): string | null =>
      deidentify([resource({ resourceType: 'Patient', address })], 2026, quiet).person.zip3;
    expect(
      zip3([
        { use: 'old', postalCode: '90210' },
        { use: 'work', postalCode: '10001' },
        { use: 'home', postalCode: '02139' },
      ]),
    ).toBe('021');
    expect(zip3([{ postalCode: '90210', period: { end: '2001' } }, { postalCode: '10001' }])).toBe('100');
    expect(zip3([{ postalCode: '10115', country: 'DE' }])).toBeNull();
  });

  it('tells each listed code in one unit, by dimension or molar mass, and no number whose unit measures something else', () => {
    const told = (loinc: string, value: number, unit: string, system?: string): unknown => {
      const valueQuantity = { value, unit, ...(system ? { system, code: unit } : {}) };
      const code = { coding: [{ system: 'http://loinc.org', code: loinc }] };
      const [fact] = deidentify([resource({ resourceType: 'Observation', code, valueQuantity })], 2026, quiet).observations;
      return [fact?.value, fact?.unit];
    };
    expect(told('29463-7', 150, 'lbs')).toEqual([68.0388555, 'kg']);
    expect(told('8310-5', 98.6, '[degF]', 'http://unitsofmeasure.org')).toEqual([37, 'Cel']);
    expect(told('2345-7', 5, 'mmol/L')).toEqual([90.078, 'mg/dL']);
    expect(told('6690-2', 7.2, 'K/uL')).toEqual([7.2, '10*3/uL']);
    expect(told('2951-2', 140, 'mEq/L')).toEqual([140, 'mmol/L']);
    expect(told('3016-3', 2, 'uIU/mL')).toEqual([2, 'm[iU]/L']);
    expect(told('29463-7', 180, 'cm')).toEqual([null, null]);
    expect(told('29463-7', 180, '[iU]')).toEqual([null, null]);
    expect(told('29463-7', 70, 'Mrs Smith')).toEqual([null, null]);
    expect(told('99999-9', 3, '{Smith}', 'http://unitsofmeasure.org')).toEqual([3, '1']);
  });

  it('lets out units of the public list, without their annotations', () => {
    expect(['mg/dL', '{score}', 'mg{Hb}/dL', '10*3/uL', 'Smith', '{Smith}Smith', ''].map(safeUnit)).toEqual([
      'mg/dL',
      '1',
      'mg/dL',
      '10*3/uL',
      null,
      null,
      null,
    ]);
  });
});

describe('stays', () => {
  const stay = (start: string, end: string, more: object = {}): ClinicalResource =>
    resource({ resourceType: 'Encounter', status: 'finished', class: { code: 'IMP' }, period: { start, end }, ...more });
  const told = (...resources: ClinicalResource[]): unknown[] =>
    deidentify(resources, 2026, quiet).encounters.map(({ stayDays, died, readmitted }) => [stayDays, died, readmitted]);

  it('tell nights, and whether another began within 30 days of the end, but no day', () => {
    expect(
      told(
        stay('2020-01-01T22:00:00Z', '2020-01-03T04:00:00Z'),
        stay('2020-02-02', '2020-02-02'),
        stay('2020-03-04', '2021-12-31'),
        resource({ resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' }, period: { start: '2020-01-05' } }),
      ),
    ).toEqual([
      [2, false, true],
      [0, false, false],
      [366, false, false],
      [null, false, null],
    ]);
    expect(told(stay('2020-01', '2020'))).toEqual([[null, false, null]]);
  });

  it('end in death by the disposition, or by the day the patient died', () => {
    const expired = { hospitalization: { dischargeDisposition: { coding: [{ code: 'exp' }] } } };
    expect(told(stay('2020-01-01', '2020-01-02', expired))).toEqual([[1, true, false]]);
    const patient = resource({ resourceType: 'Patient', deceasedDateTime: '2020-01-02T10:00:00Z' });
    expect(told(patient, stay('2020-01-01', '2020-01-02'), stay('2019-01-01', '2019-01-02'))).toEqual([
      [1, true, false],
      [1, false, false],
    ]);
  });
});
