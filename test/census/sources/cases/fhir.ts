import type { SourceCase } from '../conformance.ts';

const patient = (id: string, family: string): unknown => ({
  resourceType: 'Patient',
  id,
  name: [{ family, given: ['Ada'] }],
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-ssn', value: '078-05-1120' }],
  telecom: [{ system: 'phone', value: '555-867-5309' }],
  gender: 'female',
  birthDate: '1950-03-04',
  address: [{ line: ['1 Elm Street'], postalCode: '02139', country: 'US' }],
});

const lines = [
  patient('anna', 'Quimby'),
  patient('berta', 'Zhivago'),
  {
    resourceType: 'Condition',
    id: 'c1',
    subject: { reference: 'Patient/anna' },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E11.9' }], text: 'Quimby’s diabetes' },
    onsetDateTime: '2014-05-06',
  },
  {
    resourceType: 'FamilyMemberHistory',
    id: 'f1',
    status: 'completed',
    patient: { reference: 'Patient/berta' },
    name: 'Lara Zhivago',
    relationship: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'MTH' }] },
  },
  { resourceType: 'Organization', id: 'org', name: 'General' },
];

export const fhirCase: SourceCase = {
  source: 'fhir',
  files: { 'all.ndjson': `${lines.map((line) => JSON.stringify(line)).join('\n')}\n` },
  main: 'all.ndjson',
  expected: {
    'Patient of anna': 1,
    'Patient of berta': 1,
    'Condition of anna': 1,
    'FamilyMemberHistory of berta': 1,
    'Organization of null': 1,
  },
  broken: { after: 2, text: '{"resourceType":"Patient","id":', line: 3, reason: 'JSON_INVALID' },
  identifiers: ['anna', 'Quimby', 'Zhivago', '078-05-1120', '555-867-5309', 'Elm', '02139', '1950-03-04', '2014-05-06', 'Lara'],
  cut: 'whole',
};
