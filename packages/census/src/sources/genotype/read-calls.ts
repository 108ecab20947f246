import { readLines } from '../read-lines.ts';

/** What a chip reads at one place of a genome. */
export interface Call {
  readonly line: number;
  /** dbSNP's `rs…`, or the vendor's own. */
  readonly marker: string;
  /** `1` … `22`, `X`, `Y` or `MT`. */
  readonly chromosome: string;
  /** 1-based. */
  readonly position: number;
  /** Alleles, one or two; empty where the chip could not tell. */
  readonly alleles: string;
}

export type ReadCall = Call | { readonly line: number; readonly reason: string } | { readonly build: string };

const MAX_LINE_BYTES = 64 * 1024;
const MARKER = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;
// Vendors number the sex chromosomes and mitochondria; 25 is the part that X and Y share, told under X.
const CHROMOSOMES: ReadonlyMap<string, string> = new Map([
  ...Array.from({ length: 22 }, (_, at) => [String(at + 1), String(at + 1)] as const),
  ['X', 'X'],
  ['23', 'X'],
  ['25', 'X'],
  ['XY', 'X'],
  ['PAR', 'X'],
  ['Y', 'Y'],
  ['24', 'Y'],
  ['MT', 'MT'],
  ['M', 'MT'],
  ['26', 'MT'],
]);
const NO_CALL = /^[-0.?]{1,2}$/;
const ALLELES = /^[ACGTDI]{1,2}$/;
// Longer than any chromosome.
const MAX_POSITION = 250_000_000;

/**
 * Rows of a genotype file as vendors give it to a customer: tabs or commas, quotes or none, a header, one behind `#`, or none;
 * the genotype in one column or an allele in each of two.
 */
export async function* readCalls(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadCall> {
  for await (const { number: line, text } of readLines(chunks, MAX_LINE_BYTES)) {
    if (text === null) yield { line, reason: 'LINE_TOO_LONG' };
    else if (text.startsWith('#')) {
      const build = /\bbuild\s+(3[678])\b/i.exec(text)?.[1];
      if (build !== undefined) yield { build };
    } else if (!/^"?rsid\b/i.test(text)) yield readRow(text, line);
  }
}

function readRow(text: string, line: number): ReadCall {
  const parts = (text.includes('\t') ? text.split('\t') : text.split(',')).map((part) => part.replace(/^"(.*)"$/, '$1').trim());
  if (parts.length !== 4 && parts.length !== 5) return { line, reason: 'COLUMNS_WRONG' };
  const [marker = '', chromosomeText = '', positionText = '', ...alleleTexts] = parts;
  const chromosome = CHROMOSOMES.get(chromosomeText.toUpperCase().replace(/^CHR/, ''));
  const position = /^\d{1,9}$/.test(positionText) ? Number(positionText) : 0;
  if (!MARKER.test(marker) || chromosome === undefined || position < 1 || position > MAX_POSITION) return { line, reason: 'VALUE_INVALID' };
  const told = alleleTexts.map((allele) => allele.toUpperCase());
  if (told.every((allele) => NO_CALL.test(allele))) return { line, marker, chromosome, position, alleles: '' };
  const alleles = told.join('');
  return ALLELES.test(alleles) ? { line, marker, chromosome, position, alleles } : { line, reason: 'VALUE_INVALID' };
}
