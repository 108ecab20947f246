import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '@medrec/census/generator';
import { loadSource, openStores } from '@medrec/census/load';
import { findSource, listFiles } from '@medrec/census/sources';

// `pnpm bench:ingest`: resources per second of processor time, for each format and for the whole load into vault and warehouse.
// Beside each format stands the least that any reader of it must do. All are measured in turns; medians of ROUNDS.

const PATIENTS = 2000;
const ROWS = 40_000;
const ROUNDS = 5;

const dir = await mkdtemp(join(tmpdir(), 'medrec-ingest-bench-'));

const write = async (name: string, text: string): Promise<string> => {
  const path = join(dir, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  return path;
};

const steps = (at: number): string => `${1_000_000 + (at % 500)},${1 + (at % 12)}/${1 + (at % 28)}/20${10 + (at % 14)},${at}`;
const result = (at: number): string =>
  [
    `MSH|^~\\&|LAB|H|||202305021025${String(at % 60).padStart(2, '0')}-0400||ORU^R01|M${at}|P|2.5.1`,
    `PID|1||${at % 500}^^^H^MR||DOE^J||19500304|F`,
    `OBR|1||F${at}|24323-8^CMP^LN|||20230502`,
    `OBX|1|NM|2345-7^Glucose^LN||${80 + (at % 40)}|mg/dL|||||F`,
    `OBX|2|NM|2160-0^Creatinine^LN||0.9|mg/dL|||||F`,
    '',
  ].join('\r');
const measurement = (at: number): string => `${at},-${at % 500},3004501,2023-05-02,,${80 + (at % 40)},0,8840,,GLU,mg/dL`;

await generate({ patients: PATIENTS, seed: 1, dir: join(dir, 'fhir') });
const rows = Array.from({ length: ROWS }, (_, at) => at);
await write('fitbit/dailySteps_merged.csv', `Id,ActivityDay,StepTotal\n${rows.map(steps).join('\n')}\n`);
await write(
  'hl7v2/feed.hl7',
  rows
    .slice(0, ROWS / 4)
    .map(result)
    .join(''),
);
await write(
  'omop/CONCEPT.csv',
  'concept_id\tconcept_name\tvocabulary_id\tconcept_code\n8840\tmg/dL\tUCUM\tmg/dL\n3004501\tGlucose\tLOINC\t2345-7\n',
);
await write(
  'omop/measurement.csv',
  `measurement_id,person_id,measurement_concept_id,measurement_date,measurement_datetime,value_as_number,value_as_concept_id,unit_concept_id,visit_occurrence_id,measurement_source_value,unit_source_value\n${rows.map(measurement).join('\n')}\n`,
);

/** Resources that the source makes of its folder. */
async function read(name: string): Promise<number> {
  const source = findSource(name);
  const files = await listFiles([join(dir, name)], source);
  const context = { onRejected: () => undefined, onBytes: () => undefined };
  const reader = await source.open(files, context);
  let resources = 0;
  for (const file of files) for await (const batch of reader.read(file, context)) resources += batch.resources.length;
  return resources;
}

async function texts(name: string): Promise<string[]> {
  const folder = join(dir, name);
  return Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
}

/** Lines parsed by JSON.parse and no more. */
async function parseLines(): Promise<number> {
  let parsed = 0;
  for (const text of await texts('fhir')) {
    for (const line of text.split('\n')) {
      // The generator puts in broken lines on purpose.
      if (line.startsWith('{') && line.endsWith('}')) parsed += typeof JSON.parse(line) === 'object' ? 1 : 0;
    }
  }
  return parsed;
}

async function splitLines(name: string, end: string, delimiter: string): Promise<number> {
  let fields = 0;
  for (const text of await texts(name)) for (const line of text.split(end)) fields += line.split(delimiter).length;
  return fields > 0 ? (found.get(name) ?? 0) : 0;
}

/** What each source makes of its folder: the same for the reader and for the least beside it. */
const found = new Map<string, number>();

async function load(): Promise<number> {
  const stores = await openStores(await mkdtemp(join(dir, 'stores-')), `0x${'11'.repeat(32)}`);
  const report = await loadSource({ source: 'fhir', paths: [join(dir, 'fhir')], ...stores });
  await stores.close();
  return report.resources.read;
}

for (const name of ['fhir', 'omop', 'hl7v2', 'fitbit']) found.set(name, await read(name));

const CASES: Readonly<Record<string, () => Promise<number>>> = {
  'FHIR NDJSON, read': () => read('fhir'),
  '  JSON.parse alone': parseLines,
  'OMOP measurements, read': () => read('omop'),
  '  split alone': () => splitLines('omop', '\n', ','),
  'HL7 v2 results, read': () => read('hl7v2'),
  '  split alone ': () => splitLines('hl7v2', '\r', '|'),
  'CSV by a mapping, read': () => read('fitbit'),
  '  split alone  ': () => splitLines('fitbit', '\n', ','),
  'FHIR into vault and warehouse': load,
};

const times = new Map<string, number[]>();
const counts = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(CASES)) {
    const before = process.cpuUsage();
    counts.set(name, await run());
    const { user, system } = process.cpuUsage(before);
    times.set(name, [...(times.get(name) ?? []), (user + system) / 1e6]);
  }
}
for (const [name, seconds] of times) {
  const median = seconds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const each = (counts.get(name) ?? 0) / median;
  process.stdout.write(`${name.padEnd(34)} ${Math.round(each).toLocaleString('en').padStart(12)} resources/s\n`);
}
process.stdout.write(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB\n`);
await rm(dir, { recursive: true });
