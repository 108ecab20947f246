import { hash } from 'node:crypto';

/** FHIR R4's `id` type. */
export const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/**
 * An id for a resource whose source has another kind of key: the prefix and the key where FHIR's `id` can hold that, else
 * the prefix and a digest. The same key gives the same id at every load, so that a row read twice is one resource.
 * Keys stay text: 64-bit numbers, negative ones too, are never rounded.
 * @param prefix at most 24 characters of FHIR's `id`
 * @param parts the columns that together tell one row from all others
 */
export function resourceId(prefix: string, parts: readonly string[]): string {
  const [only] = parts;
  const plain = `${prefix}${only}`;
  if (parts.length === 1 && FHIR_ID.test(plain)) return plain;
  // Lengths keep `a,bc` and `ab,c` apart.
  return `${prefix}${hash('sha256', parts.map((part) => `${part.length}:${part}`).join(''), 'hex').slice(0, 32)}`;
}
