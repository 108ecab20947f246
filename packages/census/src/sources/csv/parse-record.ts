/** What a text of one or more lines is as a record of RFC 4180. */
export type CsvRecord =
  | { readonly fields: readonly string[] }
  /** The text ended inside quotes: the record goes on in the next line. */
  | { readonly open: true; readonly fields?: never }
  /** A quote where none may stand. */
  | { readonly bad: true; readonly open?: never; readonly fields?: never };

const BAD: CsvRecord = { bad: true };
const OPEN: CsvRecord = { open: true };

/**
 * Cuts a record into fields: RFC 4180, with any one-character delimiter. Strict about quotes, since a quote out of place is
 * how a shifted or merged row shows.
 */
export function parseRecord(text: string, delimiter: string): CsvRecord {
  if (!text.includes('"')) return { fields: text.split(delimiter) };
  const fields: string[] = [];
  let at = 0;
  while (true) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end < 0) return OPEN;
      fields.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < text.length && text[at] !== delimiter) return BAD;
    } else {
      const next = text.indexOf(delimiter, at);
      const end = next < 0 ? text.length : next;
      const field = text.slice(at, end);
      if (field.includes('"')) return BAD;
      fields.push(field);
      at = end;
    }
    if (at >= text.length) return { fields };
    at++;
  }
}

/** Where the quoted field's last quote stands, or −1. Two quotes are one that belongs to the field. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}
