import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { canonicalResource } from '../../record/index.ts';
import { type Batcher, createBatcher, type Place } from '../batcher.ts';
import { openFile } from '../open-file.ts';
import { recode } from '../recode.ts';
import type { ReadContext, ResourceBatch, Source, SourceFile, SourceReader } from '../source.ts';
import { type Columns, compileTemplate, type Make, type Row } from './compile-template.ts';
import { type Mapping, type MappingTable, repeatSchema } from './mapping-schema.ts';
import { readCsv } from './read-csv.ts';
import { columnMissing, isColumnMissing, readMapping } from './read-mapping.ts';

/** A source of its own for one mapping that ships with the program. */
export function createMappedSource(mapping: Mapping): Source {
  return {
    name: mapping.name,
    title: mapping.title,
    accepts: (path) => tableOf(mapping, path) !== undefined,
    open: async () => createReader(mapping),
  };
}

const MAPPING_FILE = /(^|[\\/])([^\\/]+\.)?mapping\.json$/i;
const DELIMITED_FILE = /\.(csv|tsv|txt)(\.gz)?$/i;

/** Delimited files under a mapping of the hospital's own: one `mapping.json` among the paths. */
export function createCsvSource(): Source {
  return {
    name: 'csv',
    title: 'CSV by a declared mapping (mapping.json beside the files)',
    accepts: (path) => DELIMITED_FILE.test(path) || MAPPING_FILE.test(path),
    async open(files) {
      const mapping = await readMapping(files.filter(({ path }) => MAPPING_FILE.test(path)).map(({ path }) => path));
      return createReader(mapping);
    },
  };
}

function createReader(mapping: Mapping): SourceReader {
  return {
    fingerprint: createHash('sha256').update(canonicalResource(mapping)).digest('hex'),
    read: (file, context) => readMapped(mapping, file, context),
  };
}

async function* readMapped(mapping: Mapping, file: SourceFile, context: ReadContext): AsyncGenerator<ResourceBatch> {
  if (MAPPING_FILE.test(file.path)) return;
  const table = tableOf(mapping, file.path);
  if (table === undefined) return context.onRejected({ file: file.path, line: 0, reason: 'FILE_NOT_MAPPED' });
  const batcher = createBatcher(context);
  let make: ((row: Row) => unknown[]) | undefined;
  const text = recode(openFile(file, context), mapping.encoding);
  for await (const { line, fields, reason } of readCsv(text, { delimiter: mapping.delimiter })) {
    const at = { file: file.path, line };
    if (make === undefined) {
      make = fields && compileTable(mapping, table, fields, at, batcher);
      if (make === undefined) return fields ? undefined : batcher.reject(at, 'HEADER_INVALID');
      continue;
    }
    if (fields === undefined) batcher.reject(at, reason);
    else addRow(batcher, make, { fields }, at, table);
    const batch = batcher.take();
    if (batch) yield batch;
  }
  const rest = batcher.take('rest');
  if (rest) yield rest;
}

function addRow(batcher: Batcher, make: (row: Row) => unknown[], row: Row, at: Place, table: MappingTable): void {
  const values = make(row);
  if (row.problem !== undefined) batcher.reject(at, row.problem);
  else batcher.addTogether(values, at, table.wholePatients ? 'whole' : undefined);
}

/** The row's resources, or `undefined` when the file's header does not have what the mapping needs; then that is reported. */
function compileTable(
  mapping: Mapping,
  table: MappingTable,
  header: readonly string[],
  at: Place,
  batcher: Batcher,
): ((row: Row) => unknown[]) | undefined {
  const names = header.map((name) => name.trim());
  const places = new Map(names.map((name, place) => [name, place]));
  if (places.size < names.length) {
    batcher.reject(at, 'HEADER_INVALID');
    return undefined;
  }
  const columns = (repeated?: string): Columns => ({
    place(name) {
      const real = name === '*' ? repeated : name;
      const place = real === undefined ? undefined : places.get(real);
      if (place !== undefined) return place;
      if (real !== undefined && table.optional.includes(real)) return null;
      throw columnMissing(name);
    },
    ...(repeated === undefined ? {} : { repeated }),
  });
  try {
    const makes = table.resources.flatMap((template): Make[] => {
      if (!('$repeat' in template)) return [compileTemplate(template, mapping, columns())];
      const { $repeat, resource } = repeatSchema.parse(template);
      return $repeat.map((column) => compileTemplate({ $when: { column: '*' }, ...resource }, mapping, columns(column)));
    });
    return (row) => makes.map((make) => make(row)).filter((value) => value !== undefined);
  } catch (thrown) {
    if (!isColumnMissing(thrown)) throw thrown;
    batcher.reject(at, 'COLUMN_MISSING');
    return undefined;
  }
}

function tableOf(mapping: Mapping, path: string): MappingTable | undefined {
  const name = basename(path).toLowerCase().replace(/\.gz$/, '');
  return mapping.tables.find(({ file }) => matches(file.toLowerCase(), name));
}

/** `*` stands for anything; walked, not compiled, so that no pattern can take long. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() as string;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
