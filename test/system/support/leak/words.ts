/**
 * The words of a text, lower case and without accents: runs of letters and digits, of any length. A text and what is
 * sought in it must be cut the same way.
 */
export function* wordsOf(text: string): Generator<string> {
  // Accents are rare, and taking them off is dear.
  const plain = /[^\p{ASCII}]/u.test(text) ? text.normalize('NFKD').replace(/\p{M}/gu, '') : text;
  for (const match of plain.matchAll(/[\p{L}\p{N}]+/gu)) yield match[0].toLowerCase();
}
