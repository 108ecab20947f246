import { canonicalResource } from '@medrec/census/record';
import { canonicalJson } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// If this fails, a wallet that canonicalises what it was sent gets another leaf than the hospital put on the chain.
describe('canonicalResource', () => {
  it('gives the library’s bytes for every JSON value', () => {
    const value = fc.jsonValue({ stringUnit: 'grapheme' });
    fc.assert(
      fc.property(value, (sample) => canonicalResource(sample) === canonicalJson(sample)),
      { numRuns: 500 },
    );
  });

  it('orders keys that an engine would put first or swallow', () => {
    const value = JSON.parse('{"b":1,"10":2,"2":3,"__proto__":{"x":4},"a":5}');
    expect(canonicalResource(value)).toBe(canonicalJson(value));
  });

  it('refuses what RFC 8785 has no text for', () => {
    expect(() => canonicalResource({ text: '\ud83d' })).toThrow();
  });
});
