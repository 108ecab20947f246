import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createBatcher } from '../batcher.ts';
import { defined } from '../defined.ts';
import type { ReadContext, ResourceBatch, Source, SourceFile } from '../source.ts';
import { type PersonExtras, readExtras } from './person.ts';
import { readTable } from './read-table.ts';
import { createRowReader } from './row.ts';
import { TABLES } from './tables.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';

/** Tables that facts are read with. */
const HELPERS: ReadonlySet<string> = new Set(['death', 'location', 'concept']);

export interface OmopSourceOptions {
  /** A larger CONCEPT is not kept whole, only the concepts that the tables name. */
  readonly wholeVocabularyBytes?: number;
}

/**
 * OMOP CDM 5.4 (5.3 too) as its tables are exported: `person.csv`, `visit_occurrence.csv` and so on, in any case, with a
 * prefix as in `2b_concept.csv` or none, packed or not. Ids are 64-bit and stay text.
 */
export function createOmopSource(options: OmopSourceOptions = {}): Source {
  return {
    name: 'omop',
    title: 'OMOP CDM 5.4 tables (CSV)',
    accepts: (path) => tableOf(path) !== undefined,
    async open(files, context) {
      const named = (name: string): SourceFile[] => files.filter(({ path }) => tableOf(path) === name);
      const facts = files.filter(({ path }) => tableOf(path) !== undefined && !HELPERS.has(tableOf(path) ?? ''));
      const helpers = ['death', 'location', 'concept'].flatMap(named);
      const extras = await readExtras({ death: named('death'), location: named('location') }, context);
      const vocabulary = await readVocabulary(named('concept'), facts, context, options.wholeVocabularyBytes);
      return {
        fingerprint: await digest(helpers),
        read: (file, reading) => readFacts(file, reading, vocabulary, extras),
      };
    },
  };
}

function tableOf(path: string): string | undefined {
  const name = /^(?:[a-z0-9]{1,4}_)??([a-z_]+)\.(?:csv|tsv)(?:\.gz)?$/.exec(basename(path).toLowerCase())?.[1];
  return name !== undefined && (name in TABLES || HELPERS.has(name)) ? name : undefined;
}

async function* readFacts(
  file: SourceFile,
  context: ReadContext,
  vocabulary: Vocabulary,
  extras: PersonExtras,
): AsyncGenerator<ResourceBatch> {
  const make = TABLES[tableOf(file.path) ?? ''];
  if (make === undefined) {
    if (tableOf(file.path) === undefined) context.onRejected({ file: file.path, line: 0, reason: 'FILE_NOT_MAPPED' });
    return;
  }
  const batcher = createBatcher(context);
  for await (const { line, get, reason } of readTable(file, context)) {
    const at = { file: file.path, line };
    if (get === undefined) batcher.reject(at, reason ?? 'ROW_INVALID');
    else {
      const row = createRowReader(get, vocabulary);
      const resource = make(row, extras);
      if (row.problem !== undefined) batcher.reject(at, row.problem);
      else batcher.add(defined(resource), at);
    }
    const batch = batcher.take();
    if (batch) yield batch;
  }
  const rest = batcher.take('rest');
  if (rest) yield rest;
}

/** Of the helper tables: where one changes, resources made with it may. */
async function digest(files: readonly SourceFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) {
    hash.update(`${basename(path)} ${bytes}\n`);
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
