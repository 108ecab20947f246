import { createBatcher } from '../batcher.ts';
import { openFile } from '../open-file.ts';
import { MAX_LINE_BYTES, readLines } from '../read-lines.ts';
import { readWhole } from '../read-whole.ts';
import type { ReadContext, ResourceBatch, Source, SourceFile } from '../source.ts';
import { addJson, parseJson } from './add-json.ts';
import { decodeEntry, idOfFullUrl, noteFullUrl } from './bundle.ts';
import { scanEntries } from './scan-entries.ts';

export interface FhirSourceOptions {
  /** Longest line, and longest document that is read at once; a longer Bundle is read entry by entry. */
  readonly maxLineBytes?: number;
}

/**
 * FHIR R4: NDJSON with a resource or a Bundle on each line (`.ndjson`, `.jsonl`), and documents with one resource or one
 * Bundle (`.json`), each also packed (`.gz`).
 */
export function createFhirSource({ maxLineBytes = MAX_LINE_BYTES }: FhirSourceOptions = {}): Source {
  return {
    name: 'fhir',
    title: 'FHIR R4 Bundles and NDJSON',
    // A bulk export's manifest lists its files and is no record.
    accepts: (path) => /\.(ndjson|jsonl|json)(\.gz)?$/i.test(path) && !/(^|\/)manifest\.json$/i.test(path),
    open: async () => ({
      fingerprint: '',
      read: (file, context) => (/\.json(\.gz)?$/i.test(file.path) ? readDocument : readNdjson)(file, context, maxLineBytes),
    }),
  };
}

async function* readNdjson(file: SourceFile, context: ReadContext, maxLineBytes: number): AsyncGenerator<ResourceBatch> {
  const batcher = createBatcher(context);
  for await (const line of readLines(openFile(file, context), maxLineBytes)) {
    const at = { file: file.path, line: line.number };
    if (line.text === null) context.onRejected({ ...at, reason: 'LINE_TOO_LONG' });
    else addJson(batcher, line.text, at);
    const batch = batcher.take();
    if (batch) yield batch;
  }
  const rest = batcher.take('rest');
  if (rest) yield rest;
}

async function* readDocument(file: SourceFile, context: ReadContext, maxBytes: number): AsyncGenerator<ResourceBatch> {
  const text = await readWhole(file, context, maxBytes);
  if (text === undefined) return yield* readLargeBundle(file, context, maxBytes);
  const batcher = createBatcher(context);
  addJson(batcher, text, { file: file.path, line: 1 });
  const batch = batcher.take('rest');
  if (batch) yield batch;
}

/** Two passes, since an entry may refer to a later one: the first notes where references lead, the second reads. */
async function* readLargeBundle(file: SourceFile, context: ReadContext, maxEntryBytes: number): AsyncGenerator<ResourceBatch> {
  // The bytes were told of when it was found to be too large.
  const quiet = { ...context, onBytes: () => undefined };
  const urls = new Map<string, string | null>();
  for await (const text of scanEntries(openFile(file, quiet), maxEntryBytes)) {
    const entry = text === null ? undefined : decodeEntry(parseJson(text));
    if (entry) noteFullUrl(urls, entry);
  }
  const batcher = createBatcher(context);
  let position = 0;
  for await (const text of scanEntries(openFile(file, quiet), maxEntryBytes)) {
    const at = { file: file.path, line: 1, entry: position++ };
    const value = text === null ? undefined : parseJson(text);
    const entry = value === undefined ? undefined : decodeEntry(value);
    if (entry) batcher.add(entry.resource, at, urls, idOfFullUrl(entry.fullUrl));
    else context.onRejected({ ...at, reason: text === null ? 'ENTRY_TOO_LONG' : value === undefined ? 'JSON_INVALID' : 'ENTRY_INVALID' });
    const batch = batcher.take();
    if (batch) yield batch;
  }
  const rest = batcher.take('rest');
  if (rest) yield rest;
}
