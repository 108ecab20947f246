import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../packages/miner/src/cli/commands/simulate/validate/options.ts';
import { CHECKS, runChecks, type ValidationRequest, WORST_Z } from '../../../packages/miner/src/simulator/index.ts';

// What would be lost: the proof that the cores reproduce what is known, and that the proof could fail.

function ask(overrides: Partial<ValidationRequest>): ValidationRequest {
  return { seed: 'test', effort: 0.02, checks: [], values: {}, ...overrides };
}

describe('simulate validate', () => {
  it('agrees with every closed form', () => {
    const outcomes = [...runChecks(ask({}))];
    expect(new Set(outcomes.map(({ check }) => check))).toEqual(new Set(CHECKS.map(({ name }) => name)));
    expect(outcomes.filter(({ z }) => !(Math.abs(z) <= WORST_Z))).toEqual([]);
    expect(outcomes.every(({ standardError, expected }) => standardError > 0 && Number.isFinite(expected))).toBe(true);
  });

  it('takes other points, combined, and leaves the rest at the first default', () => {
    const outcomes = [...runChecks(ask({ checks: ['double-spend'], values: { q: [0.2, 0.3], confirmations: [1, 2] } }))];
    expect(outcomes.map(({ parameters }) => parameters)).toEqual([
      { q: 0.2, confirmations: 1 },
      { q: 0.2, confirmations: 2 },
      { q: 0.3, confirmations: 1 },
      { q: 0.3, confirmations: 2 },
    ]);
    const [only] = [...runChecks(ask({ checks: ['block-interval'], values: { longer: [60] } }))];
    expect(only?.parameters).toEqual({ interval: 600, longer: 60 });
  });

  it('asks every check that has the parameter when none is named, and reads lists of shares', () => {
    const outcomes = [...runChecks(ask({ values: parseRequest({ shares: '0.7:0.3', seed: 's', effort: '1', json: true }).values }))];
    expect(outcomes.map(({ check }) => check)).toEqual(['stale-rate', 'concentration']);
    expect(outcomes[0]?.parameters['shares']).toEqual([0.7, 0.3]);
  });

  it('gives the same figures for the same seed', () => {
    const request = ask({ checks: ['selfish-mining', 'stale-rate'] });
    expect([...runChecks(request)]).toEqual([...runChecks(request)]);
  });

  it('would see a wrong core: a formula at another point is many errors off', () => {
    const [outcome] = [...runChecks(ask({ checks: ['stale-rate'], effort: 0.5, values: { delay: [2] } }))];
    const elsewhere = (outcome?.expected ?? 0) * 1.1;
    expect(Math.abs((outcome?.observed ?? 0) - elsewhere) / (outcome?.standardError ?? 1)).toBeGreaterThan(WORST_Z);
  });

  it('refuses what no closed form says', () => {
    const refused: [Partial<ValidationRequest>, string][] = [
      [{ checks: ['nothing'] }, 'CHECK_UNKNOWN'],
      [{ checks: ['catch-up'], values: { alpha: [0.3] } }, 'PARAMETER_INVALID'],
      [{ values: { alpha: [0.3], confirmations: [2] } }, 'PARAMETER_INVALID'],
      [{ checks: ['catch-up'], values: { q: [0.6] } }, 'PARAMETER_INVALID'],
      [{ checks: ['catch-up'], values: { confirmations: [1.5] } }, 'PARAMETER_INVALID'],
      [{ checks: ['concentration'], values: { shares: [[0, 0]] } }, 'PARAMETER_INVALID'],
    ];
    for (const [request, code] of refused) expect(() => [...runChecks(ask(request))]).toThrowError(expect.objectContaining({ code }));
    for (const flags of [{ q: 'x' }, { effort: '0' }, { q: '' }]) {
      expect(() => parseRequest({ seed: 's', effort: '1', json: true, ...flags })).toThrowError(
        expect.objectContaining({ code: 'OPTION_INVALID' }),
      );
    }
  });
});
