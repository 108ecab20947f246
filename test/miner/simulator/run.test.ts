import { describe, expect, it } from 'vitest';
import { REWARD_RULES } from '../../../packages/miner/src/rewards/index.ts';
import { parseScenario, runScenario, type Scenario, STRATEGIES, scenarioJsonSchema } from '../../../packages/miner/src/simulator/index.ts';
import { knownCells } from '../../../packages/miner/src/simulator/model/index.ts';
import { gini, nakamoto } from '../../../packages/miner/src/simulator/run/metrics.ts';

// What would be lost: that a rule's figures come from the rule, can be had again, and never spend a budget that no provider gave.

const base = {
  name: 'test',
  days: 30,
  blockSeconds: 5_000,
  products: [{ name: 'iron' }, { name: 'a1c', medianCount: 800 }],
  providers: [{ name: 'hospital', count: 4 }],
  labs: [
    { name: 'large', hash: 60 },
    { name: 'small', count: 4, hash: 10 },
    { name: 'idle', hash: 0 },
  ],
};

function scenario(overrides: Record<string, unknown> = {}): Scenario {
  return parseScenario(JSON.stringify({ ...base, ...overrides }));
}

function withLarge(terms: Record<string, unknown>, overrides: Record<string, unknown> = {}): Scenario {
  return scenario({ ...overrides, labs: [{ ...base.labs[0], ...terms }, ...base.labs.slice(1)] });
}

describe('a run', () => {
  it('is the same for the same scenario, seed and replication, and another for another', () => {
    const [once, again] = [runScenario(scenario(), 0), runScenario(scenario(), 0)];
    expect(again).toEqual(once);
    const others = [runScenario(scenario(), 1), runScenario(scenario({ seed: '2' }), 0), runScenario(scenario({ days: 31 }), 0)];
    expect(new Set([once, ...others].map(({ hash }) => hash)).size).toBe(4);
  });

  it.each(REWARD_RULES.map(({ name }) => name))(
    'works under %s: same blocks for all, no budget overspent, parts that sum to one',
    (rule) => {
      const { metrics, labs } = runScenario(scenario({ rule }), 0);
      expect(metrics.blocks).toBe(runScenario(scenario(), 0).metrics.blocks);
      expect(metrics.rhoSpent).toBeLessThanOrEqual(4 * 0.02 * (1 + 1e-9));
      expect(labs.reduce((sum, { hashShare }) => sum + hashShare, 0)).toBeCloseTo(1, 9);
      expect(labs.reduce((sum, { blockShare }) => sum + blockShare, 0)).toBeCloseTo(1, 9);
      for (const value of Object.values(metrics)) if (value !== null) expect(Number.isFinite(value)).toBe(true);
      expect(labs.at(-1)?.firstUseDay).toBeNull();
    },
  );

  it.each(STRATEGIES.map(({ name }) => name))('works with a large lab that is %s', (strategy) => {
    const terms = { hash: 30, strategy, sybils: 3, group: 'g', affiliatedWith: ['hospital'], censors: ['hospital'] };
    const { labs, metrics } = runScenario(withLarge(terms, { rule: 'TiersForCredits' }), 0);
    expect(metrics.blocks).toBeGreaterThan(100);
    expect(labs[0]?.strategy).toBe(strategy);
    if (strategy === 'freeRide') expect(labs[0]?.blockShare).toBe(0);
  });

  it('shows a selfish lab more than its share, and stale blocks for it', () => {
    const many = { days: 300, blockSeconds: 3_000 };
    const [honest, selfish] = ['honest', 'selfish'].map((strategy) =>
      runScenario(withLarge({ hash: 27, strategy }, { ...many, gamma: 1 }), 0),
    );
    expect(selfish?.labs[0]?.blockShare).toBeGreaterThan((honest?.labs[0]?.blockShare ?? 1) + 0.03);
    expect(selfish?.metrics.staleRate).toBeGreaterThan(0.1);
  });

  it('lets a lab that cherry-picks keep care waiting, and one that stops leave the chain to others', () => {
    expect(runScenario(scenario(), 0).metrics.careWait).toBe(0);
    expect(runScenario(withLarge({ strategy: 'cherryPick' }), 0).metrics.careWait).toBeGreaterThan(0.1);
    const stopped = runScenario(withLarge({ strategy: 'onceAndStop' }), 0);
    expect(stopped.metrics.leastActive).toBeLessThan(0.5);
    expect(stopped.labs[0]?.blockShare).toBeLessThan(0.5);
  });

  it('gives nothing of a hospital that refuses, later of one that delays, and no more than the slices', () => {
    const hospital = (terms: Record<string, unknown>): Scenario => scenario({ providers: [{ name: 'hospital', count: 4, ...terms }] });
    expect(runScenario(hospital({ offers: 'refuse' }), 0).metrics).toMatchObject({ releases: 0, rhoSpent: 0, utilityGini: 0 });
    const first = (run: ReturnType<typeof runScenario>): number => Math.min(...run.labs.flatMap(({ firstUseDay }) => firstUseDay ?? []));
    expect(first(runScenario(hospital({ offers: 'delay', offerDelayDays: 3 }), 0))).toBeGreaterThanOrEqual(3);
    const poor = { lifetimeRho: 0.002, sliceRho: 0.0005 };
    const slices = runScenario({ ...hospital(poor), rule: 'BountyUnlocked' }, 0);
    const atOnce = runScenario(hospital(poor), 0);
    expect(slices.metrics.refusals).toBeGreaterThan(0);
    expect(atOnce.metrics.firstDepletedDay).toBeLessThan(slices.metrics.firstDepletedDay ?? 31);
  });

  it('shares what colluders get, sells on what is resold, and lets labs come and go', () => {
    const labs = (first: Record<string, unknown>, idle: Record<string, unknown>) =>
      scenario({ labs: [{ ...base.labs[0], ...first }, base.labs[1], { ...base.labs[2], ...idle }] });
    const alone = runScenario(labs({}, {}), 0).labs.at(-1)?.utility ?? 0;
    const group = { strategy: 'collude', group: 'g' };
    expect(runScenario(labs(group, group), 0).labs.at(-1)?.utility).toBeGreaterThan(alone);
    expect(runScenario(labs({ resale: 1 }, { buysResale: true }), 0).labs.at(-1)?.utility).toBeGreaterThan(alone);
    const late = runScenario(withLarge({ joinsDay: 10, leavesDay: 20 }), 0).labs[0];
    expect(late?.firstUseDay).toBeGreaterThanOrEqual(10);
    expect(late?.blockShare).toBeLessThan(0.4);
  });

  it('takes the stale rate from the network core when asked', () => {
    const fast = { blockSeconds: 20, days: 0.5 };
    const network = runScenario(scenario({ ...fast, network: { nodes: 30, blocks: 300 } }), 0);
    expect(network.metrics.staleRate).toBeGreaterThan(0);
    expect(network.metrics.staleRate).toBeLessThan(0.2);
  });
});

describe('a scenario', () => {
  it('is refused with the field named', () => {
    const wrong: [unknown, string][] = [
      ['{', ''],
      [{ ...base, colour: 1 }, ''],
      [{ ...base, labs: [] }, 'labs'],
      [{ ...base, labs: [{ name: 'idle', hash: 0 }] }, 'labs'],
      [{ ...base, days: 3_650, blockSeconds: 1 }, 'days'],
      [{ ...base, labs: [{ name: 'a', hash: 1, strategy: 'nice' }] }, 'labs.0.strategy'],
      [{ ...base, labs: [{ name: 'a', hash: 1, strategy: 'collude' }] }, 'labs.a.group'],
      [{ ...base, labs: [{ name: 'a', hash: 1, demand: { gold: 1 } }] }, 'labs.a.demand'],
      [{ ...base, providers: [base.providers[0], base.providers[0]] }, 'providers'],
    ];
    for (const [value, field] of wrong) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      expect(() => parseScenario(text)).toThrowError(
        expect.objectContaining({ code: 'SCENARIO_INVALID', facts: expect.objectContaining({ field }) }),
      );
    }
    const two = scenario({ labs: [base.labs[0], { name: 'b', hash: 1, strategy: 'selfish', count: 2 }] });
    expect(() => runScenario(two, 0)).toThrowError(expect.objectContaining({ code: 'SCENARIO_INVALID' }));
    expect(() => runScenario(scenario({ rule: 'Nice' }), 0)).toThrowError(expect.objectContaining({ code: 'REWARD_RULE_UNKNOWN' }));
  });

  it('has a JSON Schema that names its fields', () => {
    const schema = JSON.stringify(scenarioJsonSchema());
    for (const field of ['blockSeconds', 'ruleSettings', 'affiliatedWith', 'lifetimeRho', 'medianCount']) expect(schema).toContain(field);
  });
});

describe('measures', () => {
  it('are the known ones at known points', () => {
    expect([gini([1, 1, 1, 1]), gini([0, 0, 0, 4]), gini([0, 0])]).toEqual([0, 0.75, 0]);
    expect([nakamoto([1, 1, 1, 1]), nakamoto([6, 1, 1]), nakamoto([0])]).toEqual([3, 1, 0]);
  });

  it('value finer noise until sampling error is larger', () => {
    const product = { name: 'iron', cells: 100, medianCount: 2_000, spread: 1.5, rho: 1 };
    const known = [0, 1e-6, 1e-5, 1e-4, 1e-2, 1, 100].map((rho) => knownCells(product, rho));
    expect(known).toEqual(known.toSorted((a, b) => a - b));
    expect(known[0]).toBe(0);
    expect(known.at(-1)).toBe(known.at(-2));
    expect(known.at(-1)).toBeLessThan(1);
  });
});
