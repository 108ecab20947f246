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

function sorted(value: unknown, state: { sortable: boolean }): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => sorted(item, state));
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(source).sort()) {
    if (UNSORTABLE_KEY.test(key)) state.sortable = false;
    result[key] = sorted(source[key], state);
  }
  return result;
}
