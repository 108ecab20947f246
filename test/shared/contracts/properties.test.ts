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
const LAST_EPOCH = 12;

const anActor = fc.constantFrom(...actors);
const aProduct = fc.constantFrom(PRODUCT, OTHER_PRODUCT);
const anEpoch = fc.nat(LAST_EPOCH).map(BigInt);
const aTier = fc.nat(FINEST_TIER + 1);
const microRho = fc.nat(25_000).map(BigInt);

type Step = (world: World) => Promise<void>;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ by: fc.nat(2), lag: fc.integer({ min: -1, max: 3 }), tier: aTier, product: aProduct }).map(giveOffer),
  },
  {
    weight: 3,
    arbitrary: fc.nat(3).map(
      (epochs): Step =>
        async (world) =>
          world.advance(BigInt(epochs)),
    ),
  },
  {
    weight: 3,
    arbitrary: anActor.map(
      (by): Step =>
        (world) =>
          world.seal(by),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(anActor, anEpoch).map(
      ([by, epoch]): Step =>
        (world) =>
          world.attempt((chain) => chain.attempt(by.account, censusAbi, 'closeEpoch', [epoch, hash('root')])),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(anActor, aProduct, anEpoch).map(publish) },
  {
    weight: 1,
    arbitrary: fc.tuple(anActor, microRho, microRho, fc.nat(3)).map(
      ([by, lifetime, slice, period]): Step =>
        (world) =>
          world.attempt((chain) => chain.attempt(by.account, censusAbi, 'setPolicy', [5, lifetime, slice, period])),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anActor, aProduct, fc.boolean()).map(
      ([by, product, offered]): Step =>
        (world) =>
          world.attempt((chain) => chain.attempt(by.account, censusAbi, 'offerProduct', [product, offered])),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anActor, fc.constantFrom(...labs), aProduct, anEpoch).map(
      ([by, lab, product, epoch]): Step =>
        (world) =>
          world.attempt((chain) =>
            chain.attempt(by.account, censusAbi, 'entitle', [
              lab.id,
              releaseKey({ providerId: providers[0].id, product, epoch }),
              FINEST_TIER,
            ]),
          ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anActor, fc.constantFrom(...labs)).map(
      ([by, lab]): Step =>
        (world) =>
          world.attempt((chain) => chain.attempt(by.account, rewardRuleAbi, 'onBlock', [1n, lab.account, []])),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(anActor, anActor, fc.constantFrom(1, 3)).map(
      ([by, subject, kind]): Step =>
        (world) =>
          world.attempt((chain) => propose(chain, by, subject, kind)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(anActor, fc.integer({ min: 1, max: 6 }), fc.boolean()).map(
      ([by, proposal, support]): Step =>
        (world) =>
          world.attempt((chain) => chain.attempt(by.account, registrarAbi, 'vote', [BigInt(proposal), support])),
    ),
  },
);

function giveOffer({ by, lag, tier, product }: { by: number; lag: number; tier: number; product: Hex }): Step {
  const [provider, patient] = [providers[by] as Actor, patients[by] as Actor];
  return (world) =>
    world.attempt((chain) => {
      const epoch = world.epoch - BigInt(lag);
      return chain.attempt(provider.account, relationshipsAbi, 'setRecords', [
        offer(epoch < 0n ? 0n : epoch, tier, product),
        appended(patient),
      ]);
    });
}

function publish([by, product, epoch]: [Actor, Hex, bigint]): Step {
  const commitments = Array.from({ length: FINEST_TIER + 1 }, (_, tier) => hash(`${tier}`));
  return (world) => world.attempt((chain) => chain.attempt(by.account, censusAbi, 'publishRelease', [product, epoch, commitments]));
}

function propose(chain: TestChain, by: Actor, subject: Actor, kind: number) {
  if (kind === 3)
    return chain.attempt(by.account, registrarAbi, 'propose', [3, subject.account, hash(''), hash(''), '', FAR_DEADLINE, '0x']);
  const { account, commitment, encryptionKey, deadline, consent } = registration(newcomer, newcomer, ROLE.provider);
  return chain.attempt(by.account, registrarAbi, 'propose', [kind, account, commitment, encryptionKey, '', deadline, consent]);
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
    get epoch() {
      return epoch;
    },
    check,
    advance(epochs: bigint): void {
      epoch += epochs;
      chain.startEpoch(epoch);
    },
    async seal(by: Actor): Promise<void> {
      remember((await chain.sealBlock(by.account)).logs, by);
    },
    async attempt(call: (chain: TestChain) => Promise<{ logs: EventLog[] }>): Promise<void> {
      remember((await call(chain)).logs, undefined);
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
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const world = await createCheckedWorld();
      for (const run of steps) {
        await run(world);
        await world.check();
      }
      await world.checkEntitlements();
    }),
    { numRuns: 15 },
  );
});
