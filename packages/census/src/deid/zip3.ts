import { ZIP3_KNOWN, ZIP3_RESTRICTED } from './zip3-restricted.ts';

/** Stands for every area too small to be told. */
export const ZIP3_WITHHELD = '000';

const allowed = allowedPrefixes();

/** The three-digit ZIP areas that may be told, ascending. */
export function zip3Allowed(): readonly string[] {
  return [...allowed].sort();
}

/** The first three digits of a US postal code where their area has more than 20,000 people, else `000`; `null` for none. */
export function safeZip3(postalCode: string | undefined): string | null {
  if (postalCode === undefined || postalCode.trim() === '') return null;
  const prefix = /^\s*(\d{3})\d{2}(-?\d{4})?\s*$/.exec(postalCode)?.[1];
  return prefix !== undefined && allowed.has(prefix) ? prefix : ZIP3_WITHHELD;
}

function allowedPrefixes(): Set<string> {
  const prefixes = new Set<string>();
  for (const range of ZIP3_KNOWN.split(' ')) {
    const [first = '', last = first] = range.split('-');
    for (let at = Number(first); at <= Number(last); at++) prefixes.add(String(at).padStart(3, '0'));
  }
  for (const list of Object.values(ZIP3_RESTRICTED)) for (const prefix of list.split(' ')) prefixes.delete(prefix);
  return prefixes;
}
