import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BlockView,
  type Grant,
  REWARD_RULES,
  type Redemption,
  type RewardRule,
  requireDeployableRule,
  requireRule,
} from '../../../packages/miner/src/rewards/index.ts';
import { creditsOf, earn, spend } from '../../../packages/miner/src/rewards/rules/credits.ts';
import type { Hex } from '../../../packages/shared/src/bytes/index.ts';

// What would be lost: what the rules promise. A rule with a hidden memory, or one that pays for nothing, would be compared as if it were sound.

const [ANN, BOB, EVE]: readonly Hex[] = ['0xa1', '0xb0', '0xe0'];
const [CLINIC, WARD]: readonly Hex[] = ['0xc1', '0xc2'];
const labs = [ANN, BOB, EVE] as Hex[];

function block(number: number, sealerId: Hex | undefined, overrides: Partial<BlockView> = {}): BlockView {
  const offers = [{ providerId: CLINIC as Hex, releaseKey: '0x01' as Hex, tier: 3 }];
  const records = [{ providerId: CLINIC as Hex, items: 100, affiliated: false }];
  return { number: BigInt(number), sealerId, ommerSealerIds: [], offers, records, ...overrides };
}

function ask(labId: Hex, overrides: Partial<Redemption> = {}): Redemption {
  return { number: 10n, labId, providerId: CLINIC as Hex, releaseKey: '0x01', tier: 3, heldTier: 0, bid: 1, ...overrides };
}

/** A rule with its state kept, and nothing drawn but one half. */
function hold(rule: RewardRule<unknown>, settings?: Record<string, number>) {
  let state = rule.init(settings);
  const take = (step: { readonly state: unknown; readonly grants: readonly Grant[] } | undefined): readonly Grant[] => {
    if (step === undefined) return [];
    state = step.state;
    return step.grants;
  };
  return {
    onBlock: (view: BlockView) => take(rule.onBlock(view, state, () => 0.5)),
    onOmmer: (sealer: Hex, view: BlockView) => take(rule.onOmmer?.(sealer, view, state)),
    onShare: (lab: Hex, count: number) => take(rule.onShare?.(lab, count, state)),
    onEpoch: (releases = block(0, ANN).offers) => take(rule.onEpoch?.({ number: 100n, releases, labIds: labs }, state, () => 0.5)),
    onRedeem: (redemption: Redemption) => take(rule.onRedeem?.(redemption, state)),
  };
}

const blocks = fc.record({
  number: fc.integer({ min: 0, max: 5_000 }).map(BigInt),
  sealerId: fc.option(fc.constantFrom(...labs), { nil: undefined }),
  ommerSealerIds: fc.array(fc.constantFrom(...labs), { maxLength: 2 }),
  offers: fc.array(
    fc.record({
      providerId: fc.constantFrom<Hex>('0xc1', '0xc2'),
      releaseKey: fc.constantFrom<Hex>('0x01', '0x02', '0x03'),
      tier: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 5 },
  ),
  records: fc.array(
    fc.record({ providerId: fc.constantFrom<Hex>('0xc1', '0xc2'), items: fc.nat({ max: 500 }), affiliated: fc.boolean() }),
    { maxLength: 3 },
  ),
});

describe('every rule', () => {
  it('is named once, says what it pays for, and why it is not deployable if it is not', () => {
    expect(new Set(REWARD_RULES.map(({ name }) => name)).size).toBe(13);
    for (const { name, summary, deployability } of REWARD_RULES) {
      expect(summary).toMatch(/^R\d+u?[:,] /);
      if (deployability.deployable) expect(requireDeployableRule(name).name).toBe(name);
      else {
        expect(deployability.reason.length).toBeGreaterThan(20);
        expect(() => requireDeployableRule(name)).toThrowError(expect.objectContaining({ code: 'REWARD_RULE_NOT_DEPLOYABLE' }));
      }
    }
  });

  it.each(REWARD_RULES.map((rule) => [rule.name, rule] as const))('%s is pure: an old state gives the same answers again', (_, rule) => {
    fc.assert(
      fc.property(fc.array(blocks, { minLength: 1, maxLength: 12 }), (views) => {
        let state = rule.init();
        const before: { view: BlockView; state: unknown; answer: unknown }[] = [];
        for (const view of views) {
          const answer = rule.onBlock(view, state, () => 0.5);
          before.push({ view, state, answer });
          const shared = view.sealerId === undefined ? answer : (rule.onShare?.(view.sealerId, 2, answer.state) ?? answer);
          const attested = rule.onAttestation?.(ANN as Hex, shared.state) ?? shared;
          const asked = rule.onRedeem?.(ask(ANN as Hex, { number: view.number }), attested.state) ?? attested;
          state = asked.state;
        }
        rule.onEpoch?.({ number: 5_001n, releases: [], labIds: labs }, state, () => 0.5);
        for (const { view, state: old, answer } of before) expect(rule.onBlock(view, old, () => 0.5)).toEqual(answer);
      }),
      { numRuns: 25 },
    );
  });

  it.each(REWARD_RULES.map((rule) => [rule.name, rule] as const))(
    '%s grants only offered releases, tiers from 1, shares up to one',
    (_, rule) => {
      fc.assert(
        fc.property(fc.array(blocks, { maxLength: 12 }), (views) => {
          const held = hold(rule);
          const grants = views.flatMap((view) => [
            ...(view.sealerId === undefined ? [] : held.onShare(view.sealerId, 1)),
            ...held.onBlock(view),
            ...view.ommerSealerIds.flatMap((id) => held.onOmmer(id, view)),
          ]);
          const offered = new Set(views.flatMap(({ offers }) => offers.map(({ releaseKey }) => releaseKey)));
          for (const { labId, releaseKey, tier, precision = 1 } of [...grants, ...held.onEpoch()]) {
            expect(labs).toContain(labId);
            expect(offered.has(releaseKey) || releaseKey === '0x01').toBe(true);
            expect(tier).toBeGreaterThanOrEqual(1);
            expect(precision).toBeGreaterThan(0);
            expect(precision).toBeLessThanOrEqual(1);
          }
        }),
        { numRuns: 25 },
      );
    },
  );

  it('gives nothing to a coinbase that is no lab, fruits aside', () => {
    for (const rule of REWARD_RULES) expect(hold(rule).onBlock(block(1, undefined))).toEqual([]);
  });

  it('refuses a setting that it does not have', () => {
    for (const settings of [{ prize: 1 }, { price: 0 }, { price: Number.NaN }]) {
      expect(() => requireRule('TiersForCredits').init(settings)).toThrowError(expect.objectContaining({ code: 'RULE_SETTING_INVALID' }));
    }
  });
});

describe('credits', () => {
  const terms = { stretchBlocks: 10, lifetime: 2 };

  it('are spent the oldest first and expire', () => {
    const book = earn(earn(new Map(), ANN as Hex, 5, 1n, terms), ANN as Hex, 5, 11n, terms);
    expect(creditsOf(book, ANN as Hex)).toBe(10);
    const left = spend(book, ANN as Hex, 6, 12n, terms);
    expect(left && creditsOf(left, ANN as Hex)).toBe(4);
    expect(spend(book, ANN as Hex, 6, 25n, terms)).toBeUndefined();
    expect(spend(book, ANN as Hex, 5, 25n, terms)).toBeDefined();
    expect(spend(book, BOB as Hex, 1, 1n, terms)).toBeUndefined();
  });

  it('are never more than was earned, however they are spent', () => {
    const moves = fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 20 }), fc.nat({ max: 5 })), { maxLength: 40 });
    fc.assert(
      fc.property(moves, (steps) => {
        let [book, earned, spent, number] = [new Map() as ReturnType<typeof earn>, 0, 0, 0n];
        for (const [earns, amount, later] of steps) {
          number += BigInt(later);
          if (earns) {
            book = earn(book, ANN as Hex, amount, number, terms);
            earned += amount;
          } else {
            const after = spend(book, ANN as Hex, amount, number, terms);
            if (after !== undefined) [book, spent] = [after, spent + amount];
          }
          expect(spent).toBeLessThanOrEqual(earned);
          expect(creditsOf(book, ANN as Hex)).toBeLessThanOrEqual(earned - spent + 1e-9);
        }
      }),
    );
  });
});

describe('single rules', () => {
  it('R11 pays foreign items once, up to the cap: nothing for an empty block or for a lab’s own hospital', () => {
    const rule = requireRule('TiersForCredits');
    const price = { price: 100, priceStep: 2, capItems: 150 };
    const earned = (view: BlockView): boolean => {
      const held = hold(rule, price);
      held.onBlock(view);
      return held.onRedeem(ask(ANN as Hex, { tier: 1 })).length === 1;
    };
    expect(earned(block(1, ANN))).toBe(true);
    expect(earned(block(1, ANN, { records: [] }))).toBe(false);
    expect(earned(block(1, ANN, { records: [{ providerId: WARD as Hex, items: 1e6, affiliated: true }] }))).toBe(false);
    const capped = hold(rule, price);
    capped.onBlock(block(1, ANN, { records: [{ providerId: WARD as Hex, items: 1e6, affiliated: false }] }));
    expect(capped.onRedeem(ask(ANN as Hex, { tier: 2 }))).toEqual([]);
    expect(capped.onRedeem(ask(ANN as Hex, { tier: 1 }))).toHaveLength(1);
  });

  it('R11 takes the difference for a finer tier, and old credits expire', () => {
    const held = hold(requireRule('TiersForCredits'), { price: 100, priceStep: 2, stretchBlocks: 10, lifetime: 2 });
    held.onBlock(block(1, ANN));
    held.onBlock(block(2, ANN));
    expect(held.onRedeem(ask(ANN as Hex, { number: 3n, tier: 1 }))).toHaveLength(1);
    expect(held.onRedeem(ask(ANN as Hex, { number: 40n, tier: 2, heldTier: 1 }))).toEqual([]);
    expect(held.onRedeem(ask(ANN as Hex, { number: 3n, tier: 2, heldTier: 1 }))).toEqual([{ labId: ANN, releaseKey: '0x01', tier: 2 }]);
  });

  it('R6 pays two identities more than one with the same blocks: why it falls to sybils', () => {
    const buys = (sealers: Hex[]): number => {
      const held = hold(requireRule('ConcaveCap'), { price: 0.5, priceStep: 1 });
      for (const [at, sealer] of sealers.entries()) held.onBlock(block(at, sealer));
      let bought = 0;
      for (const lab of labs) for (let n = 0; held.onRedeem(ask(lab, { releaseKey: `0x${n}` as Hex })).length > 0; n++) bought += 1;
      return bought;
    };
    expect(buys([ANN, BOB, ANN, BOB, ANN, BOB, ANN, BOB] as Hex[])).toBeGreaterThan(buys(Array(8).fill(ANN)));
  });

  it('R3 spreads a block’s credit over the window, R2 pays an empty block too', () => {
    const window = hold(requireRule('PplnsCredits'), { window: 2, price: 0.5, priceStep: 1 });
    window.onBlock(block(1, ANN, { offers: [] }));
    window.onBlock(block(2, BOB));
    expect([ANN, BOB].map((lab) => window.onRedeem(ask(lab as Hex)).length)).toEqual([1, 1]);
    const flat = hold(requireRule('FlatPerBlock'), { price: 1, priceStep: 1 });
    flat.onBlock(block(1, ANN, { offers: [], records: [] }));
    expect(flat.onRedeem(ask(ANN as Hex))).toHaveLength(1);
  });

  it('R4 draws a winner among those with tickets, R5 splits a release into parts that sum to one', () => {
    const lottery = hold(requireRule('EpochLottery'));
    expect(lottery.onEpoch()).toEqual([]);
    lottery.onBlock(block(1, BOB));
    expect(lottery.onEpoch()).toEqual([{ labId: BOB, releaseKey: '0x01', tier: 3 }]);
    const split = hold(requireRule('AttestationSplit'));
    for (const sealer of [ANN, ANN, BOB]) split.onBlock(block(1, sealer));
    const parts = split.onEpoch().map(({ precision = 0 }) => precision);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
  });

  it('R7 gives an ommer’s sealer one tier less, R10 everyone the coarsest', () => {
    expect(hold(requireRule('OmmerInclusive')).onOmmer(EVE as Hex, block(1, ANN))).toEqual([{ labId: EVE, releaseKey: '0x01', tier: 2 }]);
    expect(hold(requireRule('CommonsAndFiner')).onEpoch()).toEqual(labs.map((labId) => ({ labId, releaseKey: '0x01', tier: 1 })));
  });

  it('R8 serves the least served first, within each provider’s units, and never who sealed nothing', () => {
    const held = hold(requireRule('DominantShare'), { units: 2 });
    for (const sealer of [ANN, ANN, ANN, ANN, BOB]) held.onBlock(block(1, sealer));
    for (const lab of labs) for (const releaseKey of ['0x01', '0x02', '0x03'] as Hex[]) held.onRedeem(ask(lab, { releaseKey }));
    const served = held.onEpoch().map(({ labId }) => labId);
    expect(served.toSorted()).toEqual([ANN, BOB]);
    expect(held.onEpoch()).toEqual([]);
  });

  it('R9 sells to the highest bids at the first losing one, and never on credit', () => {
    const held = hold(requireRule('SecondPrice'), { copies: 1 });
    for (const sealer of [ANN, ANN, BOB, EVE]) held.onBlock(block(1, sealer));
    held.onRedeem(ask(ANN as Hex, { bid: 2 }));
    held.onRedeem(ask(BOB as Hex, { bid: 1 }));
    expect(held.onEpoch()).toEqual([{ labId: ANN, releaseKey: '0x01', tier: 3 }]);
    held.onRedeem(ask(ANN as Hex, { bid: 5, releaseKey: '0x02' }));
    held.onRedeem(ask(BOB as Hex, { bid: 3, releaseKey: '0x02' }));
    expect(held.onEpoch()).toEqual([]);
  });

  it('R12 attaches offers to the oldest fruits, and to the sealer without any', () => {
    const held = hold(requireRule('FruitBounties'), { waiting: 2 });
    held.onShare(EVE as Hex, 1);
    held.onShare(BOB as Hex, 5);
    const offers = ['0x01', '0x02', '0x03'].map((releaseKey) => ({ providerId: CLINIC as Hex, releaseKey: releaseKey as Hex, tier: 3 }));
    expect(held.onBlock(block(1, ANN, { offers })).map(({ labId }) => labId)).toEqual([EVE, BOB, ANN]);
  });
});
