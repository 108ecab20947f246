import { type BlockView, bountyToSealer, requireDeployableRule, type StageFacts, stageOf } from '@medrec/miner/rewards';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: a lab would claim too early for ever, or not at all; a rule would pay twice or the wrong lab.

const claimable: StageFacts = {
  filed: false,
  lost: false,
  headNumber: 20n,
  confirmations: 3n,
  grantedAt: 5n,
  epoch: 4n,
  currentEpoch: 6n,
  closed: true,
  publishedAt: 17n,
};

describe('the stages of a reward', () => {
  it.each([
    [{}, 'claimable'],
    [{ filed: true, lost: true }, 'filed'],
    [{ lost: true }, 'lost'],
    [{ grantedAt: 18n }, 'unconfirmed'],
    [{ epoch: 6n }, 'epoch-open'],
    [{ closed: false, publishedAt: 0n }, 'awaiting-close'],
    [{ publishedAt: 0n }, 'awaiting-release'],
    [{ publishedAt: 18n }, 'confirming-release'],
  ] as const)('%o is %s', (change, stage) => {
    expect(stageOf({ ...claimable, ...change })).toBe(stage);
  });
});

const id = (n: number): `0x${string}` => `0x${n.toString(16).padStart(64, '0')}`;
const block = fc.record({
  number: fc.bigInt(0n, 1000n),
  sealerId: fc.option(fc.integer({ min: 1, max: 3 }).map(id), { nil: undefined }),
  ommerSealerIds: fc.array(fc.integer({ min: 4, max: 6 }).map(id), { maxLength: 2 }),
  offers: fc.array(
    fc.record({
      providerId: fc.constant(id(9)),
      releaseKey: fc.integer({ min: 1, max: 200 }).map(id),
      tier: fc.integer({ min: 1, max: 3 }),
    }),
    {
      maxLength: 300,
    },
  ),
});

describe('BountyToSealer', () => {
  it('pays only the sealer, only what its block offers, at most 128 releases, and never lowers a tier', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks: BlockView[]) => {
        let state = bountyToSealer.init();
        const owned = new Map<string, number>();
        for (const view of blocks) {
          const outcome = bountyToSealer.onBlock(view, state);
          state = outcome.state;
          expect(outcome.grants.length).toBeLessThanOrEqual(128);
          for (const grant of outcome.grants) {
            expect(grant.labId).toBe(view.sealerId);
            expect(view.offers.some((offer) => offer.releaseKey === grant.releaseKey && offer.tier === grant.tier)).toBe(true);
            const key = grant.labId + grant.releaseKey;
            expect(grant.tier).toBeGreaterThan(owned.get(key) ?? 0);
            owned.set(key, grant.tier);
          }
        }
      }),
    );
  });

  it('is the only rule a node may name today', () => {
    expect(requireDeployableRule('BountyToSealer').name).toBe('BountyToSealer');
    expect(() => requireDeployableRule('Lottery')).toThrowError(expect.objectContaining({ code: 'REWARD_RULE_UNKNOWN' }));
  });
});
