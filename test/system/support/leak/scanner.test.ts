import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plantCanaries, uniqueWord } from './canaries.ts';
import { identifiersOf, resourcesOf } from './identifiers.ts';
import { bothEncodings, readableText } from './printable.ts';
import { createScanner } from './scanner.ts';

// What would be lost: the leak test would pass because it does not see.

const PATIENT = {
  resourceType: 'Patient',
  id: 'dbf9798e-4b52-4cd9-a9eb-ec36149c859a',
  name: [{ family: 'Mejía', given: ['Grant'] }],
  telecom: [{ system: 'phone', value: '555-856-9091' }],
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-ssn', value: '999-99-5015' }],
  birthDate: '1992-03-30',
  address: [
    { line: ['586 Jacobs Trailer'], postalCode: '01013', extension: [{ extension: [{ url: 'latitude', valueDecimal: 42.115454 }] }] },
  ],
};
const scanner = createScanner(identifiersOf(PATIENT), [], new Set(['grant']));
const found = (text: string): string[] => scanner.scan({ where: 'here', text }).map(({ value }) => value);

describe('the scanner', () => {
  it.each([
    ['a name without its accent, in capitals', '{"who":"MEJIA"}'],
    ['a word that is ordinary alone, beside another', 'sealed for Grant_Mejía'],
    ['a number with other separators', 'ssn 999 99 5015'],
    ['a number with points', 'call 555.856.9091.'],
    ['a number without any', 'tel:5558569091'],
    ['a postal code', '"MA 01013"'],
    ['a date', 'born_1992-03-30T00:00'],
    ['a place', '[42.115454, -72.5]'],
    ['a street', 'jacobs'],
    ['an id', 'Patient/dbf9798e-4b52-4cd9-a9eb-ec36149c859a/_history'],
  ])('finds %s', (_, text) => {
    expect(found(text)).not.toEqual([]);
  });

  it.each([
    ['a part of a word', 'Jacobson mejias'],
    ['an ordinary word', 'grant 0x01 was revoked'],
    ['the digits after a point', 'lag_seconds 0.01013'],
    ['a number of the same digits elsewhere', '115454 gas, 1992 patients, 5015 of 999'],
  ])('does not mistake %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it('knows which words it leaves out, and seeks canaries all the same', () => {
    expect(scanner.excluded).toEqual(['grant']);
    const strict = createScanner([], [{ kind: 'canary', value: 'grant' }], new Set(['grant']));
    expect(strict.scan({ where: 'here', text: 'grant' })).toHaveLength(1);
  });

  it('finds any word whatever stands around it', () => {
    const around = fc.string().map((text) => text.replace(/[\p{L}\p{N}\p{M}]/gu, ' '));
    fc.assert(
      fc.property(around, around, fc.stringMatching(/^[a-zA-Z0-9]{5,20}$/), (before, after, word) => {
        const one = createScanner([{ kind: 'name', value: word }], [], new Set());
        return one.scan({ where: 'here', text: `${before}${word}${after}` }).length === 1;
      }),
    );
  });
});

describe('readable text', () => {
  it('is found between other bytes, in whole values of any length, and behind padding', () => {
    const word = uniqueWord();
    expect(readableText(Buffer.concat([randomBytes(999), Buffer.from(` ${word} `), randomBytes(999)]))).toContain(word);
    expect(readableText(Buffer.from('Mejía'))).toBe('Mejía');
    expect(readableText(Buffer.from('Mejía'.padEnd(31, '\0')))).toContain('Mejía');
    expect(bothEncodings(Buffer.concat([Buffer.of(0xff), Buffer.from('Mejía'), Buffer.of(0xff)]))).toContain('Mejía');
  });
});

describe('canaries', () => {
  it('stand in the bundle once planted, and change nothing else in number', () => {
    const types = ['Patient', 'Condition', 'Observation', 'Encounter'];
    const entry = types.map((resourceType) => ({ resource: resourceType === 'Patient' ? PATIENT : { resourceType, id: resourceType } }));
    const { bundle, identifiers } = plantCanaries(JSON.stringify({ entry }));
    expect(resourcesOf(bundle).map(({ resourceType }) => resourceType)).toEqual(types);
    for (const { kind, value } of identifiers) expect(bundle, kind).toContain(value);
  });
});
