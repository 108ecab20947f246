import { canonicalBytes, canonicalJson } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: one text per value. Hospital and lab would hash the same definition to two names.

describe('canonical JSON', () => {
  it('follows RFC 8785’s example of numbers, escapes and key order', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('does not depend on the order in which keys were set, and survives parsing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
      }),
    );
  });

  it('is UTF-8', () => {
    expect(canonicalBytes('é')).toEqual(new Uint8Array([0x22, 0xc3, 0xa9, 0x22]));
  });

  it('refuses what has no JSON form', () => {
    expect(() => canonicalJson(undefined)).toThrow(expect.objectContaining({ code: 'JSON_NOT_CANONICAL' }));
    expect(() => canonicalJson(Number.NaN)).toThrow();
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
