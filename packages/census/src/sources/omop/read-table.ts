import { readCsv } from '../csv/read-csv.ts';
import { openFile } from '../open-file.ts';
import type { SourceFile } from '../source.ts';

/** A row by column name in lower case; a value that is empty is `undefined`. */
export interface TableRow {
  /** 1-based. */
  readonly line: number;
  readonly columns?: readonly string[];
  get?(column: string): string | undefined;
  /** Set for a row that is none. */
  readonly reason?: string;
}

interface TableOptions {
  readonly signal?: AbortSignal | undefined;
  onBytes?(bytes: number): void;
}

/** Rows of an OMOP table, after its header. Vocabularies come with tabs and never quote; tables come with commas. */
export async function* readTable(file: SourceFile, { signal, onBytes = () => undefined }: TableOptions): AsyncGenerator<TableRow> {
  const tabs = await hasTabs(file);
  const options = tabs ? { delimiter: '\t', quoted: false } : {};
  let places: Map<string, number> | undefined;
  let columns: string[] = [];
  for await (const { line, fields, reason } of readCsv(openFile(file, { onBytes, ...(signal ? { signal } : {}) }), options)) {
    if (places === undefined) {
      columns = (fields ?? []).map((name) => name.trim().toLowerCase());
      places = new Map(columns.map((name, place) => [name, place]));
      if (fields === undefined || places.size < fields.length) return yield { line, reason: 'HEADER_INVALID' };
      continue;
    }
    if (fields === undefined) {
      yield { line, reason };
      continue;
    }
    const known = places;
    const get = (column: string): string | undefined => {
      const place = known.get(column);
      const text = place === undefined ? '' : (fields[place] as string).trim();
      return text === '' ? undefined : text;
    };
    yield { line, columns, get };
  }
}

/** Whether the first line has a tab. */
async function hasTabs(file: SourceFile): Promise<boolean> {
  for await (const chunk of openFile(file, { onBytes: () => undefined })) {
    const end = chunk.indexOf(0x0a);
    return chunk.subarray(0, end < 0 ? chunk.length : end).includes(0x09);
  }
  return false;
}
