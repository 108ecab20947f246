import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { type Chart, conditions, type Draft, encounters, observations } from './clinical.ts';
import { createLineFile, type LineFile } from './line-file.ts';
import { createMess, type GeneratedManifest, type Mess } from './manifest.ts';
import { drawPerson, patientResource } from './person.ts';
import { createPrevalenceDraw, type PrevalenceDraw } from './prevalence-draw.ts';
import { createRandom, type Random } from './random.ts';

export interface GenerateOptions {
  /** 100 to 1,000,000. */
  readonly patients: number;
  /** 32 bits: the same seed makes the same bytes. */
  readonly seed: number;
  /** Folder, made if missing. */
  readonly dir: string;
  readonly gzip?: boolean;
  readonly referenceYear?: number;
  readonly progress?: Progress;
}

// Fixed, not the present year: the same call must make the same bytes next year.
const REFERENCE_YEAR = 2025;
const TYPES = ['Patient', 'Encounter', 'Condition', 'Observation'] as const;
const MALFORMED_EVERY = 5000;
const CRLF_EVERY = 50;

type Files = Readonly<Record<(typeof TYPES)[number], LineFile>>;

/**
 * Writes a made-up hospital as FHIR R4 NDJSON, one file per type, with the mess that real exports have, and beside them
 * `manifest.json`, which counts it. Streams: memory does not grow with the number of patients.
 * @throws MedrecError `GENERATE_OPTIONS`.
 */
export async function generate(options: GenerateOptions): Promise<GeneratedManifest> {
  checkOptions(options);
  await mkdir(options.dir, { recursive: true });
  const gzip = options.gzip === true;
  const name = (type: string): string => `${type}.ndjson${gzip ? '.gz' : ''}`;
  const files = Object.fromEntries(TYPES.map((type) => [type, createLineFile(join(options.dir, name(type)), gzip)])) as Files;
  const mess = createMess();
  const draw = createPrevalenceDraw();
  for (let index = 0; index < options.patients; index++) {
    const full = writePatient(options, index, files, mess, draw);
    if (full) await Promise.all(TYPES.map((type) => files[type].flush()));
    if (index % 1000 === 0) options.progress?.update(index, options.patients);
  }
  const written = await Promise.all(
    TYPES.map(async (type) => ({ path: name(type), type, sha256: await files[type].close(), lines: files[type].lines() })),
  );
  const manifest: GeneratedManifest = {
    format: 'medrec-generated/1',
    patients: options.patients,
    seed: options.seed,
    referenceYear: options.referenceYear ?? REFERENCE_YEAR,
    prevalence: 'Diabetes 130-US Hospitals 1999–2008 (UCI 296, CC BY 4.0), by ICD-10-CM chapter, sex and age in tens',
    files: written,
    mess,
  };
  await writeFile(join(options.dir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  options.progress?.update(options.patients, options.patients);
  options.progress?.finish();
  return manifest;
}

/** All lines of one patient. True when a file should be flushed. */
function writePatient(options: GenerateOptions, index: number, files: Files, mess: Mess, draw: PrevalenceDraw): boolean {
  const referenceYear = options.referenceYear ?? REFERENCE_YEAR;
  // Each patient has a stream of her own, so that a longer set begins with the shorter one's people.
  const random = createRandom(Math.imul(options.seed ^ 0x5bd1e995, 0x27d4eb2f) + Math.imul(index + 1, 0x9e3779b1));
  const person = drawPerson(`p${(options.seed >>> 0).toString(36)}-${index}`, referenceYear, random);
  const chart: Chart = { person, referenceYear, random, mess };
  const shown = { birthDate: !random.chance(0.01), gender: !random.chance(0.01) };
  if (!shown.birthDate) mess.missingBirthDate++;
  if (!shown.gender) mess.unknownGender++;

  const patient = patientResource(person, shown, random);
  let full = writeDraft(files.Patient, { resource: patient }, mess);
  if (random.chance(0.01)) {
    mess.duplicatePatients++;
    full = writeDraft(files.Patient, { resource: patient }, mess) || full;
  }
  const drafts: readonly (readonly [LineFile, Draft[]])[] = [
    [files.Encounter, encounters(chart)],
    [files.Condition, conditions(chart, draw.chapters(person.sex, person.ageGroup, random))],
    [files.Observation, observations(chart)],
  ];
  for (const [file, list] of drafts) for (const draft of list) full = writeMessily(file, draft, random, mess) || full;
  return full;
}

/** One resource in a hundred, of those with one version, is there twice. */
function writeMessily(file: LineFile, draft: Draft, random: Random, mess: Mess): boolean {
  const full = writeDraft(file, draft, mess);
  if (draft.second !== undefined || !random.chance(0.01)) return full;
  mess.repeatedResources++;
  return writeDraft(file, draft, mess) || full;
}

function writeDraft(file: LineFile, { resource, second }: Draft, mess: Mess): boolean {
  const versions = second === undefined ? [resource] : second.order === 'after' ? [resource, second.resource] : [second.resource, resource];
  let full = false;
  for (const version of versions) {
    const text = JSON.stringify(version);
    if (file.lines() % MALFORMED_EVERY === MALFORMED_EVERY - 1) {
      // Its own broken copy: the resource itself still comes, on the next line.
      file.write(text.slice(0, text.length >> 1));
      mess.malformedLines++;
    }
    const crlf = file.lines() % CRLF_EVERY === CRLF_EVERY - 1;
    if (crlf) mess.crlfLines++;
    full = !file.write(text, crlf ? '\r\n' : '\n') || full;
  }
  return full;
}

function checkOptions({ patients, seed, referenceYear = REFERENCE_YEAR }: GenerateOptions): void {
  const valid =
    Number.isInteger(patients) && patients >= 100 && patients <= 1_000_000 && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32;
  if (valid && Number.isInteger(referenceYear) && referenceYear >= 1900 && referenceYear <= 2200) return;
  throw new MedrecError({
    code: 'GENERATE_OPTIONS',
    message: 'The generator makes 100 to 1,000,000 patients from a seed of 32 bits.',
    facts: { patients, seed, referenceYear },
  });
}
