import type { Repetition } from './segment.ts';

export interface Codeable {
  readonly coding?: readonly { readonly system?: string; readonly code: string; readonly display?: string }[];
  readonly text?: string;
}

// HL7 table 0396, coding systems, by FHIR's URIs.
const SYSTEMS: Readonly<Record<string, string>> = {
  LN: 'http://loinc.org',
  LOINC: 'http://loinc.org',
  SCT: 'http://snomed.info/sct',
  SNM: 'http://snomed.info/sct',
  SNOMED: 'http://snomed.info/sct',
  'SNOMED-CT': 'http://snomed.info/sct',
  I9: 'http://hl7.org/fhir/sid/icd-9-cm',
  I9C: 'http://hl7.org/fhir/sid/icd-9-cm',
  I9CDX: 'http://hl7.org/fhir/sid/icd-9-cm',
  ICD9: 'http://hl7.org/fhir/sid/icd-9-cm',
  'ICD-9': 'http://hl7.org/fhir/sid/icd-9-cm',
  I10: 'http://hl7.org/fhir/sid/icd-10',
  I10C: 'http://hl7.org/fhir/sid/icd-10-cm',
  ICD10: 'http://hl7.org/fhir/sid/icd-10-cm',
  'ICD-10': 'http://hl7.org/fhir/sid/icd-10-cm',
  'ICD-10-CM': 'http://hl7.org/fhir/sid/icd-10-cm',
  CVX: 'http://hl7.org/fhir/sid/cvx',
  MVX: 'http://hl7.org/fhir/sid/mvx',
  NDC: 'http://hl7.org/fhir/sid/ndc',
  C4: 'http://www.ama-assn.org/go/cpt',
  CPT: 'http://www.ama-assn.org/go/cpt',
  RXNORM: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  UCUM: 'http://unitsofmeasure.org',
};

/** A CE or CWE: code and alternate, each with its system where HL7's table knows it. */
export function codeable(field: Repetition | undefined, fallbackSystem?: string): Codeable | undefined {
  if (field === undefined) return undefined;
  const codings = [1, 4].flatMap((at) => {
    const code = field.component(at);
    if (code === undefined) return [];
    const name = field.component(at + 2)?.toUpperCase() ?? (at === 1 ? fallbackSystem?.toUpperCase() : undefined);
    const system = name === undefined ? undefined : (SYSTEMS[name] ?? `urn:hl7v2:${name.replace(/[^A-Z0-9.-]+/g, '-')}`);
    const display = field.component(at + 1);
    return [{ ...(system ? { system } : {}), code, ...(display ? { display } : {}) }];
  });
  const text = field.component(9) ?? field.component(2) ?? field.component(5);
  if (codings.length === 0 && text === undefined) return undefined;
  return { ...(codings.length > 0 ? { coding: codings } : {}), ...(text === undefined ? {} : { text }) };
}

/** What tells one code from another, for a resource's id. */
export function codeKey(field: Repetition | undefined): string {
  return [1, 3, 2, 9].map((at) => field?.component(at) ?? '').join('^');
}
