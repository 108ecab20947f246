import { icd9Chapter, icd10Chapter } from './icd-chapters.ts';
import { snomedChapter } from './snomed-chapters.ts';

export interface Coding {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
}

interface CodeSystem {
  readonly name: 'icd-10' | 'icd-9' | 'snomed';
  readonly uris: RegExp;
  chapter(code: string): number | null;
}

// Most exact first: a condition that carries several codings is counted by the first that maps.
const SYSTEMS: readonly CodeSystem[] = [
  {
    name: 'icd-10',
    uris: /^(http:\/\/hl7\.org\/fhir\/sid\/icd-10(-cm)?|urn:oid:2\.16\.840\.1\.113883\.6\.(3|90)|http:\/\/mimic\.mit\.edu\/.*icd10)$/,
    chapter: icd10Chapter,
  },
  {
    name: 'icd-9',
    uris: /^(http:\/\/hl7\.org\/fhir\/sid\/icd-9-cm(\/diagnosis)?|urn:oid:2\.16\.840\.1\.113883\.6\.(2|42|103)|http:\/\/mimic\.mit\.edu\/.*icd9)$/,
    chapter: icd9Chapter,
  },
  { name: 'snomed', uris: /^(http:\/\/snomed\.info\/sct|urn:oid:2\.16\.840\.1\.113883\.6\.96)$/, chapter: snomedChapter },
];

// What a report may show of a code that did not map: nothing that could be a name or a sentence.
const SHOWABLE_CODE = /^(\d{1,18}|[A-Za-z]\d[0-9A-Za-z](\.?[0-9A-Za-z]{1,4})?|\d{3}\.\d{1,2})$/;

export type ChapterResult = { readonly chapter: number; readonly unmapped?: never } | { readonly chapter: null; readonly unmapped: string };

/** The ICD-10-CM chapter of a condition's codings, or the first code that did not map, as `system code`. */
export function conditionChapter(codings: readonly Coding[]): ChapterResult {
  for (const system of SYSTEMS) {
    for (const coding of codings) {
      if (coding.code === undefined || coding.system === undefined || !system.uris.test(coding.system)) continue;
      const chapter = system.chapter(coding.code);
      if (chapter !== null) return { chapter };
    }
  }
  return { chapter: null, unmapped: describe(codings) };
}

/** The three-character category of the first ICD-10-CM code in the list; `null` for none. */
export function icd10Category(codings: readonly Coding[]): string | null {
  const [icd10] = SYSTEMS;
  for (const { system, code } of codings) {
    if (code === undefined || system === undefined || icd10?.uris.test(system) !== true) continue;
    if (icd10.chapter(code) !== null) return code.slice(0, 3).toUpperCase();
  }
  return null;
}

function describe(codings: readonly Coding[]): string {
  const coding = codings.find(({ code }) => code !== undefined);
  if (coding?.code === undefined) return 'no code';
  const system = SYSTEMS.find(({ uris }) => coding.system !== undefined && uris.test(coding.system))?.name ?? 'other system';
  return `${system} ${SHOWABLE_CODE.test(coding.code) ? coding.code : '(code not shown)'}`;
}
