import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';

/** Where the gatekeeper may be told to kill itself, in the order in which a release comes by. */
export const RELEASE_POINTS = {
  'after-close-sent': 'with the epoch’s close on its way',
  'after-debit': 'between the debit and the draw',
  'after-draw': 'between the draw and the store',
  'after-store': 'with the release stored, and the ledger not told',
  'after-publishing-recorded': 'before the publication is sent',
  'after-publication-sent': 'with the publication in the pool',
  'after-publication-sealed': 'with the publication sealed, not confirmed',
  'after-published-recorded': 'as soon as labs may have the release',
  'while-claim-answered': 'while a lab waits for its package',
} as const;
export type ReleasePoint = keyof typeof RELEASE_POINTS;

export const PATIENT_POINTS = {
  'after-enrolment-sent': 'with an enrolment in the pool',
  'after-records-sent': 'with records in the pool',
} as const;
export type PatientPoint = keyof typeof PATIENT_POINTS;

export type CrashPoint = ReleasePoint | PatientPoint;

/** What was in hand at the kill; a release's key where one was. */
export interface Marker {
  readonly point: CrashPoint;
  readonly releaseKey?: Hex;
}

/** What the writer did to a release, in the order of doing. */
export interface Evidence {
  readonly event: 'drawn' | 'prepared';
  readonly releaseKey: Hex;
  /** Of a prepared release, tier 0 first. */
  readonly commitments?: readonly Hex[];
}

/** Environment variable with the folder in which test and child meet. */
export const CRASH_DIR = 'MEDREC_CRASH_DIR';

const armedFile = (dir: string): string => join(dir, 'armed');
const markerFile = (dir: string, point: CrashPoint): string => join(dir, `killed-${point}`);
export const evidenceFile = (dir: string): string => join(dir, 'evidence');

/** From now on the child kills itself when it next comes to that point. By rename: it never reads half a name. */
export async function arm(dir: string, point: CrashPoint): Promise<void> {
  await writeFile(`${armedFile(dir)}.tmp`, point);
  await rename(`${armedFile(dir)}.tmp`, armedFile(dir));
}

export { armedFile, markerFile };

/** Undefined until the child has killed itself there. */
export async function markerOf(dir: string, point: CrashPoint): Promise<Marker | undefined> {
  const path = markerFile(dir, point);
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Marker) : undefined;
}

export async function readEvidence(dir: string): Promise<Evidence[]> {
  const text = await readFile(evidenceFile(dir), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Evidence]));
}
