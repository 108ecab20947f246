import { convertUnit, resourceId, toQuantity, toUcum } from '@medrec/census/record';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: a weight of 150 pounds would be counted as one of 150 kilograms, and two rows of a table whose keys are
// 64-bit numbers would become one.

describe('units', () => {
  it('are read as people write them, ahead of what UCUM would make of the text', () => {
    const written = ['mmHg', 'mm Hg', 'LBS', 'C', 'K/uL', 'IU/L', 'mcg', 'Years', 'kg/m²', '{score}', 'mg/dL', 'mL/min/{1.73_m2}', '[iU]'];
    expect(written.map(toUcum)).toEqual([
      'mm[Hg]',
      'mm[Hg]',
      '[lb_av]',
      'Cel',
      '10*3/uL',
      '[iU]/L',
      'ug',
      'a',
      'kg/m2',
      '{score}',
      'mg/dL',
      'mL/min/{1.73_m2}',
      '[iU]',
    ]);
    expect(['', ' ', 'Smith', 'foo bar', '(((', '\u0000', 'x'.repeat(50), 'é'].map(toUcum)).toEqual(Array(8).fill(undefined));
  });

  it('convert within a dimension; an assay’s arbitrary unit is a number of nothing else', () => {
    const cases: [number, string, string, number | undefined][] = [
      [150, '[lb_av]', 'kg', 68.0388555],
      [70, '[in_i]', 'cm', 177.8],
      [98.6, '[degF]', 'Cel', 37],
      [7, '10*9/L', '10*3/uL', 7],
      [1, 'u[iU]/mL', 'm[iU]/L', 1],
      [1, '[iU]', '1', undefined],
      [1, '[iU]/L', 'U/L', undefined],
      [1, 'kg', 'cm', undefined],
      [5, 'mmol/L', 'mg/dL', undefined],
      [5, 'mL/min/{1.73_m2}', 'mL/min', 5],
      [Number.MAX_VALUE, 'kg', 'ng', undefined],
    ];
    for (const [value, from, to, expected] of cases) expect(convertUnit(value, from, to), `${from} ${to}`).toBe(expected);
  });

  it('there and back is where it was', () => {
    const groups = [
      ['kg', 'g', '[lb_av]', '[oz_av]', 'mg'],
      ['m', 'cm', '[in_i]', '[ft_i]'],
      ['mg/dL', 'g/L', 'ug/mL'],
      ['mmol/L', 'umol/L', 'mol/m3'],
    ];
    const pair = fc.constantFrom(...groups).chain((group) => fc.tuple(fc.constantFrom(...group), fc.constantFrom(...group)));
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), pair, (value, [from, to]) => {
        const back = convertUnit(convertUnit(value, from, to) ?? Number.NaN, to, from) ?? Number.NaN;
        expect(Math.abs(back / value - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('never fail on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void toQuantity(1, text)),
      { numRuns: 500 },
    );
    expect(toQuantity(3, 'Smith')).toEqual({ value: 3, unit: 'Smith' });
  });
});

describe('ids', () => {
  it('keep a key that FHIR can hold, 64 bits and a sign included, and digest all others', () => {
    expect(resourceId('omop-', ['-9223372036854775808'])).toBe('omop--9223372036854775808');
    expect(resourceId('', ['a b'])).toMatch(/^[0-9a-f]{32}$/);
    expect(resourceId('x-', ['a', 'bc'])).not.toBe(resourceId('x-', ['ab', 'c']));
  });

  it('tell different keys apart, whatever they hold', () => {
    const parts = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(resourceId('x-', a) === resourceId('x-', b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(resourceId('x-', a)).toMatch(/^[A-Za-z0-9\-.]{1,64}$/);
      }),
    );
  });
});
