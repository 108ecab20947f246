import { readLines } from '../read-lines.ts';
import { type CsvRecord, parseRecord } from './parse-record.ts';

export interface CsvRow {
  /** 1-based line on which the row begins. */
  readonly line: number;
  readonly fields: readonly string[];
  readonly reason?: never;
}

export interface BadCsvRow {
  readonly line: number;
  readonly fields?: never;
  readonly reason: 'LINE_TOO_LONG' | 'QUOTE_MISPLACED' | 'QUOTE_NOT_CLOSED' | 'COLUMNS_WRONG';
}

export interface CsvOptions {
  readonly delimiter?: string;
  /** False for files that never quote, such as the OMOP vocabularies': there a quote is a character like any other. */
  readonly quoted?: boolean;
}

const MAX_ROW_BYTES = 1024 * 1024;
const MAX_ROW_LINES = 1000;

interface Numbered {
  readonly number: number;
  readonly text: string;
}

/**
 * Rows of a delimited text, the header among them, empty lines left out. The first row sets the number of columns. A row that
 * is broken is given by line and reason, and reading goes on with the line after its first: an unclosed quote does not
 * swallow the file.
 */
export async function* readCsv(chunks: AsyncIterable<Buffer>, options: CsvOptions = {}): AsyncGenerator<CsvRow | BadCsvRow> {
  const assembler = createAssembler(options);
  for await (const { number, text } of readLines(chunks, MAX_ROW_BYTES, 'raw')) {
    if (text === null) {
      yield* assembler.end();
      yield { line: number, reason: 'LINE_TOO_LONG' };
      continue;
    }
    const row = assembler.whole(number, text);
    if (row) yield row;
    else yield* assembler.take({ number, text });
  }
  yield* assembler.end();
}

interface Assembler {
  /** The row, when the line is one by itself and none is open: nearly always. */
  whole(number: number, text: string): CsvRow | undefined;
  /** Adds a line and gives the rows that are certain now. */
  take(line: Numbered): Generator<CsvRow | BadCsvRow>;
  /** What is left when no further line belongs to it. */
  end(): Generator<CsvRow | BadCsvRow>;
}

function createAssembler({ delimiter = ',', quoted = true }: CsvOptions): Assembler {
  let columns: number | undefined;
  // Lines of a record that its quotes hold open.
  let open: Numbered[] = [];
  let openLength = 0;
  const parse = (text: string): CsvRecord => (quoted ? parseRecord(text, delimiter) : { fields: text.split(delimiter) });
  const fits = (fields: readonly string[] | undefined): fields is readonly string[] => {
    columns ??= fields?.length;
    return fields !== undefined && fields.length === columns;
  };

  const settle = function* (last: boolean): Generator<CsvRow | BadCsvRow> {
    const first = open[0];
    if (first === undefined) return;
    const record = parse(open.map(({ text }) => text).join('\n'));
    const isOpen = 'open' in record;
    if (isOpen && !last && openLength <= MAX_ROW_BYTES && open.length <= MAX_ROW_LINES) return;
    const rest = open.slice(1);
    open = [];
    openLength = 0;
    if (fits(record.fields)) return yield { line: first.number, fields: record.fields };
    yield { line: first.number, reason: record.fields ? 'COLUMNS_WRONG' : isOpen ? 'QUOTE_NOT_CLOSED' : 'QUOTE_MISPLACED' };
    // The lines that the broken record had taken in are read anew, each for itself.
    for (const line of rest) yield* take(line);
    if (last) yield* settle(true);
  };
  const take = function* (line: Numbered): Generator<CsvRow | BadCsvRow> {
    if (line.text === '' && open.length === 0) return;
    open.push(line);
    openLength += line.text.length;
    // Only a quote can end what a quote began.
    const goesOn = open.length > 1 && !line.text.includes('"') && openLength <= MAX_ROW_BYTES && open.length <= MAX_ROW_LINES;
    if (!goesOn) yield* settle(false);
  };
  return {
    whole(number, text) {
      if (open.length > 0 || text === '') return undefined;
      const { fields } = parse(text);
      return fits(fields) ? { line: number, fields } : undefined;
    },
    take,
    end: () => settle(true),
  };
}
