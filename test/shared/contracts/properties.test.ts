import type { Hex } from '@medrec/shared/bytes';
import { releaseKey } from '@medrec/shared/census';
import { ROLE } from '@medrec/shared/chain';
import { censusAbi, decodeEvents, type EventLog, registrarAbi, relationshipsAbi, rewardRuleAbi } from '@medrec/shared/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Actor,
  actor,
  appended,
  createWorld,
  enroll,
  FAR_DEADLINE,
  FINEST_TIER,
  hash,
  labs,
  OTHER_PRODUCT,
  offer,
  PRODUCT,
  providers,
  registration,
  stranger,
} from './fixture.ts';
import type { TestChain } from './harness.ts';

// Random calls by random actors, lawful or not. What must hold after every one of them is what the census promises:
// were it false, patients' budget would be overspent, a lab would lose its pay, or nobody could govern.

const patients = providers.map((_, i) => actor(`patient ${i}`));
const newcomer = actor('newcomer');
const actors: readonly Actor[] = [...providers, ...labs, ...patients, stranger];
const COMMITMENTS = Array.from({ length: FINEST_TIER + 1 }, (_, tier) => hash(`${tier}`));

/** What one step may use; each action takes what it needs. Mostly plausible, or few calls would get past the first check. */
const draw = fc.record({
  by: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(providers[0], ...providers) }, { weight: 1, arbitrary: fc.constantFrom(...actors) }),
  subject: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...providers) }, { weight: 1, arbitrary: fc.constantFrom(...actors) }),
  lab: fc.constantFrom(...labs),
  product: fc.constantFrom(PRODUCT, PRODUCT, PRODUCT, PRODUCT, OTHER_PRODUCT),
  lag: fc.constantFrom(0, 0, 1, 1, 1, 2, -1),
  tier: fc.constantFrom(1, 2, 3, 1, 2, 3, 0, FINEST_TIER + 1),
  lifetime: fc.integer({ min: 5000, max: 25_000 }).map(BigInt),
  slice: fc.nat(5000).map(BigInt),
  period: fc.nat(3),
  proposal: fc.integer({ min: 1, max: 3 }).map(BigInt),
  flag: fc.constantFrom(true, true, true, false),
});
type Draw = typeof draw extends fc.Arbitrary<infer T> ? T : never;
type Action = (chain: TestChain, d: Draw, epoch: bigint) => Promise<{ logs: EventLog[] }>;

const giveOffer: Action = (chain, d, epoch) =>
  chain.attempt(d.by.account, relationshipsAbi, 'setRecords', [offer(epoch, d.tier, d.product), appended(patientOf(d.by))]);
const closeEpoch: Action = (chain, d, epoch) => chain.attempt(d.by.account, censusAbi, 'closeEpoch', [epoch, hash('root')]);
const publish: Action = (chain, d, epoch) => chain.attempt(d.by.account, censusAbi, 'publishRelease', [d.product, epoch, COMMITMENTS]);
const setPolicy: Action = (chain, d) => chain.attempt(d.by.account, censusAbi, 'setPolicy', [5, d.lifetime, d.slice, d.period]);
const offerProduct: Action = (chain, d) => chain.attempt(d.by.account, censusAbi, 'offerProduct', [d.product, d.flag]);
const entitle: Action = (chain, d, epoch) =>
  chain.attempt(d.by.account, censusAbi, 'entitle', [
    d.lab.id,
    releaseKey({ providerId: providers[0].id, product: d.product, epoch }),
    d.tier,
  ]);
const pretendBlock: Action = (chain, d) => chain.attempt(d.by.account, rewardRuleAbi, 'onBlock', [1n, d.lab.account, []]);
const proposeRemoval: Action = (chain, d) =>
  chain.attempt(d.by.account, registrarAbi, 'propose', [3, d.subject.account, hash(''), hash(''), '', FAR_DEADLINE, '0x']);
const proposeAdmission: Action = (chain, d) => {
  const { account, commitment, encryptionKey, deadline, consent } = registration(newcomer, newcomer, ROLE.provider);
  return chain.attempt(d.by.account, registrarAbi, 'propose', [1, account, commitment, encryptionKey, '', deadline, consent]);
};
const vote: Action = (chain, d) => chain.attempt(d.by.account, registrarAbi, 'vote', [d.proposal, d.flag]);

const action = fc.oneof(
  { weight: 8, arbitrary: fc.constant(giveOffer) },
  { weight: 5, arbitrary: fc.constantFrom(closeEpoch, publish, publish) },
  { weight: 4, arbitrary: fc.constantFrom(vote, vote, proposeRemoval) },
  { weight: 3, arbitrary: fc.constantFrom(setPolicy, offerProduct, entitle, pretendBlock, proposeAdmission) },
);
const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.tuple(action, draw).map(
      ([run, d]) =>
        (world: World) =>
          world.act(run, d),
    ),
  },
  { weight: 2, arbitrary: fc.nat(2).map((epochs) => (world: World) => world.advance(BigInt(epochs))) },
  { weight: 3, arbitrary: fc.oneof(fc.constant(labs[0]), fc.constantFrom(...actors)).map((by) => (world: World) => world.seal(by)) },
);

/** Whoever is no provider tries with the first one's patient. */
function patientOf(provider: Actor): Actor {
  return patients[Math.max(0, providers.indexOf(provider))] as Actor;
}

type World = Awaited<ReturnType<typeof createCheckedWorld>>;

/** A chain beside the least that must be remembered to tell whether a promise was broken. */
async function createCheckedWorld() {
  const chain = await createWorld();
  for (const [i, provider] of providers.entries()) await enroll(chain, provider, patients[i] as Actor);
  const debited = new Map<Hex, bigint>();
  const closed = new Set<string>();
  const published = new Set<Hex>();
  const tiers = new Map<string, number>();
  let epoch = 0n;

  function remember(logs: readonly EventLog[], sealer: Actor | undefined): void {
    for (const event of decodeEvents(censusAbi, logs)) {
      if (event.name === 'OfferRecorded' && event.args.outcome !== 3) {
        expect(closed, 'a closed epoch funds nothing').not.toContain(`${event.args.providerId} ${event.args.epoch}`);
        if (event.args.outcome === 1) debited.set(event.args.providerId, (debited.get(event.args.providerId) ?? 0n) + 1000n);
      }
      if (event.name === 'EpochClosed') closed.add(`${event.args.providerId} ${event.args.epoch}`);
      if (event.name === 'ReleasePublished') {
        expect(published, 'a release is published once').not.toContain(event.args.releaseKey);
        published.add(event.args.releaseKey);
      }
      if (event.name === 'Entitled') {
        const { labId, releaseKey: key, tier } = event.args;
        expect(labId, 'only the sealer earns').toBe(sealer?.id);
        expect(tier, 'a tier only rises').toBeGreaterThan(tiers.get(`${labId} ${key}`) ?? 0);
        tiers.set(`${labId} ${key}`, tier);
      }
    }
  }

  async function check(): Promise<void> {
    for (const { id } of providers) {
      const [spent, unlocked] = [await chain.read(censusAbi, 'spentMicroRho', [id]), await chain.read(censusAbi, 'unlockedMicroRho', [id])];
      const { lifetimeMicroRho } = await chain.read(censusAbi, 'policyOf', [id]);
      expect(spent, 'spent is what the offers funded').toBe(debited.get(id) ?? 0n);
      expect(spent <= unlocked && unlocked <= lifetimeMicroRho && lifetimeMicroRho <= 20_000n, 'spent ≤ unlocked ≤ lifetime').toBe(true);
    }
    let active = 0;
    for (const { account } of [...providers, newcomer]) if (await chain.read(registrarAbi, 'isActive', [account, ROLE.provider])) active++;
    expect(active, 'there is always a governor').toBeGreaterThan(0);
    expect(await chain.read(registrarAbi, 'governors', [])).toBe(active);
  }

  return {
    async advance(epochs: bigint): Promise<void> {
      epoch += epochs;
      chain.startEpoch(epoch);
      await check();
    },
    async seal(by: Actor): Promise<void> {
      remember((await chain.sealBlock(by.account)).logs, by);
    },
    async act(run: Action, d: Draw): Promise<void> {
      const lagged = epoch - BigInt(d.lag);
      const { logs } = await run(chain, d, lagged < 0n ? 0n : lagged);
      remember(logs, undefined);
      if (logs.length > 0) await check();
    },
    /** What the chain says a lab owns is what its blocks earned, no more and no less. */
    async checkEntitlements(): Promise<void> {
      for (const [name, tier] of tiers) {
        const [labId, key] = name.split(' ') as [Hex, Hex];
        expect((await chain.read(censusAbi, 'entitlementOf', [labId, key])).tier).toBe(tier);
      }
    },
  };
}

it('keeps budget, pay, closed epochs, single publication and governance under any sequence of calls', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 80 }), async (steps) => {
      const world = await createCheckedWorld();
      for (const run of steps) await run(world);
      await world.checkEntitlements();
    }),
    { numRuns: 20, endOnFailure: true },
  );
});
