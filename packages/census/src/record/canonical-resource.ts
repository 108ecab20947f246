import { canonicalJson } from '@medrec/shared/bytes';

// Engines list integer-like keys first and in numeric order, and treat `__proto__` as no key at all.
const UNSORTABLE_KEY = /^(\d+|__proto__)$/;
// JSON.stringify writes a lone surrogate as an escape; RFC 8785 has no form for it.
const ESCAPED_SURROGATE = /\\ud[89a-f]/;

/**
 * RFC 8785 text of a parsed JSON value, the same bytes as `canonicalJson`. Sorting keys and leaving the rest to the
 * engine's own JSON.stringify is four times as fast as the library, and a load canonicalises every resource; values
 * that this cannot order or spell go to the library.
 * @throws MedrecError `JSON_NOT_CANONICAL`, or what the library throws for a lone surrogate.
 */
export function canonicalResource(value: unknown): string {
  const state = { sortable: true };
  const text = JSON.stringify(sorted(value, state));
  return state.sortable && !ESCAPED_SURROGATE.test(text) ? text : canonicalJson(value);
}

/** The value with its keys in order; itself where they are, which spares the copy. */
function sorted(value: unknown, state: { sortable: boolean }): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return sortedArray(value, state);
  const source = value as Record<string, unknown>;
  const keys = Object.keys(source);
  let inOrder = true;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    if (UNSORTABLE_KEY.test(key)) state.sortable = false;
    if (at > 0 && (keys[at - 1] as string) > key) inOrder = false;
  }
  if (!inOrder) keys.sort();
  let result: Record<string, unknown> | undefined = inOrder ? undefined : {};
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    const item = sorted(source[key], state);
    if (result === undefined && item !== source[key]) {
      result = {};
      for (const earlier of keys.slice(0, at)) result[earlier] = source[earlier];
    }
    if (result !== undefined) result[key] = item;
  }
  return result ?? source;
}

function sortedArray(items: readonly unknown[], state: { sortable: boolean }): readonly unknown[] {
  let result: unknown[] | undefined;
  items.forEach((item, at) => {
    const inOrder = sorted(item, state);
    if (inOrder !== item) result ??= items.slice(0, at);
    result?.push(inOrder);
  });
  return result ?? items;
}
