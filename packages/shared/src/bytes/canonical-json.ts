import canonicalize from 'canonicalize';
import { MedrecError } from '../errors/index.ts';

/**
 * RFC 8785 (JSON Canonicalization Scheme): the one text of a JSON value that both sides hash.
 * @throws MedrecError `JSON_NOT_CANONICAL` for values JSON cannot carry (undefined, functions, NaN).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new MedrecError({ code: 'JSON_NOT_CANONICAL', message: 'The value has no JSON form.' });
  return text;
}

export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}
