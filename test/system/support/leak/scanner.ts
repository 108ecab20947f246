import type { Identifier } from './identifiers.ts';
import { wordsOf } from './words.ts';

/** A piece of something that left the hospital, as text. */
export interface Excerpt {
  readonly where: string;
  readonly text: string;
}

export interface Finding extends Identifier {
  readonly where: string;
}

export interface Scanner {
  /** How many distinct words are sought alone, and how many values as phrases. */
  readonly words: number;
  readonly phrases: number;
  /** Words that are not, since code and logs are made of them. */
  readonly excluded: readonly string[];
  scan(excerpt: Excerpt): Finding[];
}

/** Shorter words ("Ann", "12") stand everywhere by chance. */
const SHORTEST_WORD = 5;
// A year, or a part of a random id, says nothing; the whole value is sought as a phrase.
const WHOLE_ONLY = new Set(['birth date', 'death', 'resource id']);

/**
 * Seeks whole words of five characters and more, and whole values as phrases whatever stands between their words
 * ("999-99-5015", "999 99 5015", "42.115454"), and phone and social security numbers as bare digits.
 * @param ordinary words that are not sought alone; as part of a phrase they are, and a planted canary always is
 */
export function createScanner(identifiers: readonly Identifier[], canaries: readonly Identifier[], ordinary: ReadonlySet<string>): Scanner {
  const words = new Map<string, Identifier>();
  const phrases = new Map<string, { readonly rest: readonly string[]; readonly identifier: Identifier }[]>();
  const excluded = new Set<string>();
  const seen = new Set<string>();

  const seekWord = (word: string, identifier: Identifier, isCanary: boolean): void => {
    if (word.length < SHORTEST_WORD) return;
    if (!isCanary && ordinary.has(word)) excluded.add(word);
    else if (!words.has(word)) words.set(word, identifier);
  };
  const seekPhrase = (parts: readonly string[], identifier: Identifier): void => {
    const whole = parts.join(' ');
    const [first, ...rest] = parts;
    if (first === undefined || rest.length === 0 || whole.length <= SHORTEST_WORD || seen.has(whole)) return;
    seen.add(whole);
    const known = phrases.get(first);
    if (known) known.push({ rest, identifier });
    else phrases.set(first, [{ rest, identifier }]);
  };
  const seek = (identifier: Identifier, isCanary: boolean): void => {
    const parts = [...wordsOf(identifier.value)];
    if (!WHOLE_ONLY.has(identifier.kind) || isCanary) for (const word of parts) seekWord(word, identifier, isCanary);
    seekPhrase(parts, identifier);
    if (parts.length > 1 && /^[\d\s().+-]{7,}$/.test(identifier.value) && !WHOLE_ONLY.has(identifier.kind)) {
      seekWord(parts.join(''), identifier, isCanary);
    }
  };
  for (const identifier of canaries) seek(identifier, true);
  for (const identifier of identifiers) seek(identifier, false);

  return {
    words: words.size,
    phrases: seen.size,
    excluded: [...excluded],
    scan({ where, text }) {
      const found = new Map<Identifier, Finding>();
      const all = [...wordsOf(text)];
      all.forEach((word, at) => {
        const alone = words.get(word);
        if (alone) found.set(alone, { where, ...alone });
        for (const { rest, identifier } of phrases.get(word) ?? []) {
          if (rest.every((next, i) => all[at + 1 + i] === next)) found.set(identifier, { where, ...identifier });
        }
      });
      return [...found.values()];
    },
  };
}
