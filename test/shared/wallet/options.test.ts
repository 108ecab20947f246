import {
  circleCommitment,
  parseCircle,
  parsePurposes,
  parseScope,
  parseValidity,
  purposesText,
  resourceRow,
  tableLines,
} from '@medrec/shared/wallet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: a grant that is wider or longer than the patient said, and a terminal that a record could command.

const NOW_MS = Date.parse('2026-11-22T08:00:00.900Z');
const NOW = BigInt(Math.floor(NOW_MS / 1000));
const invalid = expect.objectContaining({ code: 'OPTION_INVALID' });

describe('what a grant says', () => {
  it('runs from now for thirty days, unless told otherwise', () => {
    expect(parseValidity({}, NOW_MS)).toEqual({ from: NOW, until: NOW + 30n * 86_400n });
    expect(parseValidity({ days: 2 }, NOW_MS)).toEqual({ from: NOW, until: NOW + 2n * 86_400n });
    expect(parseValidity({ until: 'never' }, NOW_MS).until).toBe(0n);
    expect(parseValidity({ from: '2027-01-01', until: '2027-01-02' }, NOW_MS)).toEqual({ from: 1_798_761_600n, until: 1_798_848_000n });
  });

  it.each([{ until: '2026-11-21' }, { until: 'tomorrow' }, { from: '1' }, { from: '2027-02-01', until: '2027-01-01' }])(
    'refuses %j',
    (options) => {
      expect(() => parseValidity(options, NOW_MS)).toThrow(invalid);
    },
  );

  it('names types, each once', () => {
    expect(parseScope('Observation, Condition,Observation')).toEqual({ resources: ['Observation', 'Condition'] });
    expect(() => parseScope('observation')).toThrow(expect.objectContaining({ code: 'SCOPE_INVALID' }));
    expect(() => parseScope('Observation,Foo')).toThrow(expect.objectContaining({ code: 'SCOPE_INVALID', facts: { type: 'Foo' } }));
    expect(() => parseScope('observation')).toThrow(expect.objectContaining({ remedy: 'Did you mean Observation?' }));
    expect(parseScope('*')).toEqual({ resources: ['*'] });
  });
});

describe('census purposes', () => {
  it('are the contract’s bits, and read back as they were said', () => {
    expect(['all', 'none', 'public-health', 'academic,commercial'].map(parsePurposes)).toEqual([255, 0, 1, 6]);
    for (const bits of [255, 0, 1, 2, 3, 4, 5, 6, 7]) expect(parsePurposes(purposesText(bits))).toBe(bits);
    expect(() => parsePurposes('marketing')).toThrow(expect.objectContaining({ code: 'PURPOSE_UNKNOWN' }));
  });
});

describe('custodians', () => {
  const [a, b, c] = ['11', '22', '33'].map((byte) => `0x${byte.repeat(20)}`);

  it('decide by majority unless told otherwise, and are committed to with a fresh salt', () => {
    const circle = parseCircle('--custodians', [a, b, c].join(','), undefined);
    expect(circle?.threshold).toBe(2);
    expect(circleCommitment(circle)).not.toBe(circleCommitment(parseCircle('--custodians', [a, b, c].join(','), undefined)));
    expect(circleCommitment(undefined)).toBe(`0x${'00'.repeat(32)}`);
  });

  it('are refused when named twice, misspelt, or fewer than needed', () => {
    expect(() => parseCircle('--custodians', `${a},${a}`, undefined)).toThrow(invalid);
    expect(() => parseCircle('--custodians', '0x12', undefined)).toThrow(invalid);
    expect(() => parseCircle('--custodians', '0xFCbA777273A391b3a43Fb0b1Ff1d775bA2fFb593', undefined)).toThrow(invalid);
    expect(() => parseCircle('--custodians', `${a}`, 2)).toThrow(invalid);
  });
});

describe('tables', () => {
  it('let no terminal command through', () => {
    const lines = tableLines([{ text: 'a\u001b[2Jb\nc' }], [{ title: 't', of: (row) => row.text }]);
    expect(lines).toEqual(['t', '--------', 'a·[2Jb·c']);
  });

  it('say what an encounter was, in its type’s words, else its class’s', () => {
    const encounter = { resourceType: 'Encounter', id: '1f2e', class: { code: 'AMB', display: 'ambulatory' } };
    expect(resourceRow({ ...encounter, type: [{ coding: [{ code: '185345009', display: 'Check-up' }] }] }).what).toBe('Check-up');
    expect(resourceRow(encounter).what).toBe('ambulatory');
    expect(resourceRow({ resourceType: 'Encounter', id: '1f2e' }).what).toBe('1f2e');
  });

  it('make a line of any resource', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (resource) => {
        const row = resourceRow(resource);
        expect(row.what.length).toBeLessThanOrEqual(90);
      }),
    );
  });
});
