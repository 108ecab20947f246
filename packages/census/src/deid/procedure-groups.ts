/**
 * The public domain of procedures. ICD-10-PCS is grouped by its first character, the section (CMS), CPT by the ranges of
 * its chapters (AMA's published section headings), and SNOMED CT by a list of the codes that Synthea's patients carry. What
 * is none of these counts as `other`.
 */
const SNOMED_BY_GROUP: Readonly<Record<string, string>> = {
  surgery:
    '73761001 288086009 274031008 18286008 65546002 433112001 65575008 232717009 415070008 43075005 287664005 699253003 447365002 ' +
    '80146002 112790001 76164006 22523008 432231006 173160006 387685009 429609002 45595009 88039007 90470006',
  obstetrics:
    '225158009 274804006 169230002 252160004 443529005 271442007 66348005 10383002 386394001 714812005 85548006 31208007 51116004 ' +
    '236974004 11466000 65588006 237001001 169673001 236931002 5880005',
  contraception: '65200003 169553002 68254000 46706006 755621000000101 301807007',
  imaging:
    '399208008 34552-0 312681000 433236007 168594001 60027007 1225002 74016001 268425006 19490002 418891003 698354004 426701000119108',
  laboratory:
    '104091002 117015009 104326007 104375008 117010004 165829005 167271000 169690007 269828009 28163009 310861008 31676001 395123002 ' +
    '44608003 47758006 90226004 275833003 268556000 118001005 395142003 1015401000000102 269911007 14768001',
  medicine_and_therapy:
    '180256009 76601001 703423002 127783003 23426006 180325003 399014008 15081005 274474001 180207008 384700001 313191000 54550000 ' +
    '29303009 52765003 171231001',
  anaesthesia: '18946005',
  mental_health: '171207006 228557008 225337009 715252007 385892002',
  evaluation_and_administration: '428191000124101 410006001 162676008 305428000 311791003 415300000 430193006 305433001',
};

const OTHER = 'other';

/** Every group a procedure can have, in order. */
export const PROCEDURE_GROUPS: readonly string[] = [...Object.keys(SNOMED_BY_GROUP), OTHER];

const BY_SNOMED = new Map(
  Object.entries(SNOMED_BY_GROUP).flatMap(([group, codes]) => codes.split(' ').map((code) => [code, group] as const)),
);

// Sections 0 and 1 are surgery and obstetrics; 2 to 9 and C, D, F are done to a patient without either, B is imaging.
const PCS_SECTIONS: Readonly<Record<string, string>> = {
  0: 'surgery',
  1: 'obstetrics',
  B: 'imaging',
  C: 'imaging',
  G: 'mental_health',
  H: 'mental_health',
};

const SNOMED = /^(http:\/\/snomed\.info\/sct|urn:oid:2\.16\.840\.1\.113883\.6\.96)$/;
const ICD10_PCS =
  /^(http:\/\/www\.cms\.gov\/Medicare\/Coding\/ICD10|http:\/\/hl7\.org\/fhir\/sid\/icd-10-pcs|urn:oid:2\.16\.840\.1\.113883\.6\.4|http:\/\/mimic\.mit\.edu\/.*icd10)$/;
const CPT = /^(http:\/\/www\.ama-assn\.org\/go\/cpt|urn:oid:2\.16\.840\.1\.113883\.6\.12)$/;

/** The public group of a procedure's codings, by the first that is known. */
export function procedureGroup(codings: readonly { readonly system?: string | undefined; readonly code?: string | undefined }[]): string {
  for (const { system = '', code = '' } of codings) {
    if (SNOMED.test(system) && BY_SNOMED.has(code)) return BY_SNOMED.get(code) ?? OTHER;
    if (ICD10_PCS.test(system) && /^[0-9A-HX][0-9A-HJ-NP-Z]{6}$/.test(code)) return PCS_SECTIONS[code[0] ?? ''] ?? 'medicine_and_therapy';
    if (CPT.test(system) && /^\d{5}$/.test(code)) return cptGroup(Number(code));
  }
  return OTHER;
}

function cptGroup(code: number): string {
  if (code < 2000) return 'anaesthesia';
  if (code >= 59_000 && code < 59_900) return 'obstetrics';
  if (code < 70_000) return 'surgery';
  if (code < 80_000) return 'imaging';
  if (code < 90_000) return 'laboratory';
  if (code >= 90_785 && code < 90_900) return 'mental_health';
  return code >= 99_202 && code < 99_500 ? 'evaluation_and_administration' : 'medicine_and_therapy';
}
