import { asMedrecError, MedrecError, RuleError } from '@medrec/shared/errors';
import { describe, expect, it } from 'vitest';

// What would be lost: a code for programs, and a next step for people.

describe('errors', () => {
  it('turn into JSON without losing big integers', () => {
    const error = new MedrecError({ code: 'X', message: 'It failed.', facts: { block: 2n ** 70n, at: undefined }, remedy: 'Try again.' });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'X',
      message: 'It failed.',
      facts: { block: '1180591620717411303424' },
      remedy: 'Try again.',
    });
  });

  it('keep the cause out of what is sent, and in what is caught', () => {
    const cause = new MedrecError({ code: 'INNER', message: 'inside' });
    const error = new MedrecError({ code: 'OUTER', message: 'outside', cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error)).not.toContain('INNER');
  });

  it('wrap whatever was thrown, once', () => {
    const known = new RuleError({ code: 'TX_PRICED', message: 'priced', verdict: 'penalise' });
    expect(asMedrecError(known)).toBe(known);
    expect(known.verdict).toBe('penalise');
    expect(asMedrecError(new TypeError('bad'))).toMatchObject({ code: 'INTERNAL', message: 'bad' });
    expect(asMedrecError('text', 'EDGE')).toMatchObject({ code: 'EDGE', message: 'text' });
    expect(asMedrecError(undefined).code).toBe('INTERNAL');
  });
});
