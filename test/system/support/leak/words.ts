// A decimal number is one word: its digits after the point would else pass for a postal code. Not so "555.856.9091".
const WORD = /(?<![\p{L}\p{N}]|[\p{L}\p{N}]\.)\d+\.\d+(?![\p{L}\p{N}]|\.\d)|[\p{L}\p{N}]+/gu;

/**
 * The words of a text, lower case and without accents: runs of letters and digits, of any length. A text and what is
 * sought in it must be cut the same way.
 */
export function* wordsOf(text: string): Generator<string> {
  // Accents are rare, and taking them off is dear.
  const plain = /[^\p{ASCII}]/u.test(text) ? text.normalize('NFKD').replace(/\p{M}/gu, '') : text;
  // In "1992-03-30T08:00" the day would else be a word with the hour.
  const apart = plain.replace(/(\d{4}-\d\d-\d\d)T(?=\d)/g, '$1 ');
  for (const match of apart.matchAll(WORD)) yield match[0].toLowerCase();
}
