import { ROLE, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, decodeEvents, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  actor,
  appended,
  clinic,
  createWorld,
  enroll,
  hash,
  hospice,
  hospital,
  lab,
  OTHER_PRODUCT,
  offer,
  PRODUCT,
  PRODUCT_RHO,
  registration,
  stranger,
} from './fixture.ts';
import type { TestChain } from './harness.ts';

const FUNDED = 1;
const JOINED = 2;
const NONE = 3;
const ROOT = hash('snapshot');
const patient = actor('patient');
let chain: TestChain;

beforeEach(async () => {
  chain = await createWorld();
  await enroll(chain, hospital, patient);
});

async function outcome(given: ReturnType<typeof offer>): Promise<number | undefined> {
  const { logs } = await chain.send(hospital.account, relationshipsAbi, 'setRecords', [given, appended(patient)]);
  return decodeEvents(censusAbi, logs).flatMap((event) => (event.name === 'OfferRecorded' ? [event.args.outcome] : []))[0];
}

const spent = () => chain.read(censusAbi, 'spentMicroRho', [hospital.id]);
const unlocked = () => chain.read(censusAbi, 'unlockedMicroRho', [hospital.id]);

describe('an offer', () => {
  it('funds a release once; later ones of any tier join it free', async () => {
    expect(await outcome(offer(0n, 1))).toBe(FUNDED);
    expect(await outcome(offer(0n, 3))).toBe(JOINED);
    expect(await spent()).toBe(PRODUCT_RHO);
    const key = await chain.read(censusAbi, 'releaseKeyOf', [hospital.id, PRODUCT, 0n]);
    expect(await chain.read(censusAbi, 'releaseOf', [key])).toMatchObject({
      stage: 1,
      providerId: hospital.id,
      product: PRODUCT,
      epoch: 0n,
      microRho: PRODUCT_RHO,
    });
  });

  it('serves the current and the last epoch, not an older, coming or closed one, and never reverts for it', async () => {
    chain.startEpoch(3n);
    expect(await outcome(offer(4n))).toBe(NONE);
    expect(await outcome(offer(1n))).toBe(NONE);
    expect(await outcome(offer(2n))).toBe(FUNDED);
    expect(await outcome(offer(3n))).toBe(FUNDED);
    await chain.send(hospital.account, censusAbi, 'closeEpoch', [2n, ROOT]);
    expect(await outcome(offer(2n))).toBe(NONE);
    expect(await outcome(offer(2n ** 64n - 1n))).toBe(NONE);
    expect(await spent()).toBe(2n * PRODUCT_RHO);
  });

  it('that the unlocked budget cannot cover is none, and care goes on', async () => {
    expect(await outcome(offer(0n))).toBe(FUNDED);
    chain.startEpoch(1n);
    expect(await outcome(offer(1n))).toBe(FUNDED);
    chain.startEpoch(2n);
    expect(await outcome(offer(2n))).toBe(NONE);
    expect(await spent()).toBe(await unlocked());
    chain.startEpoch(4n);
    expect(await outcome(offer(4n))).toBe(FUNDED);
    expect((await chain.read(relationshipsAbi, 'relationshipOf', [patient.account])).records).toBe(4n);
  });

  it('is recorded by Relationships alone', async () => {
    for (const from of [hospital.account, stranger.account, SYSTEM_ADDRESS]) {
      expect(await chain.refusal(from, censusAbi, 'recordOffer', [hospital.id, offer(0n)])).toBe('NotRelationships');
    }
  });
});

describe('the ledger', () => {
  it('unlocks a slice a period and stops at the lifetime', async () => {
    const at = async (epoch: bigint) => {
      chain.startEpoch(epoch);
      return unlocked();
    };
    expect(await at(0n)).toBe(2000n);
    expect(await at(3n)).toBe(2000n);
    expect(await at(4n)).toBe(4000n);
    expect(await at(9n)).toBe(6000n);
    expect(await at(10_000n)).toBe(20_000n);
  });

  it('never renews: the lifetime may fall, not rise, and not below what is spent', async () => {
    await outcome(offer(0n));
    const setPolicy = (lifetime: bigint) => chain.refusal(hospital.account, censusAbi, 'setPolicy', [11, lifetime, 2000n, 4]);
    expect(await setPolicy(20_001n)).toBe('LifetimeRaised');
    expect(await setPolicy(PRODUCT_RHO - 1n)).toBe('LifetimeBelowSpent');
    expect(await setPolicy(PRODUCT_RHO)).toBeUndefined();
    expect(await unlocked()).toBe(PRODUCT_RHO);
    expect(await setPolicy(2000n)).toBe('LifetimeRaised');
  });

  it('unlocks nothing by a change of policy, however often it is made, and locks nothing again', async () => {
    chain.startEpoch(4n);
    for (const slice of [1n, 10_000n, 10_000n]) await chain.send(hospital.account, censusAbi, 'setPolicy', [11, 20_000n, slice, 4]);
    expect(await unlocked()).toBe(4000n);
    chain.startEpoch(8n);
    expect(await unlocked()).toBe(14_000n);
  });

  it('refuses an empty policy and other hands than the provider’s', async () => {
    expect(await chain.refusal(lab.account, censusAbi, 'setPolicy', [11, 1n, 1n, 1])).toBe('NotProvider');
    for (const [lifetime, slice, period] of [
      [0n, 1n, 1],
      [1n, 0n, 1],
      [1n, 1n, 0],
    ] as const) {
      expect(await chain.refusal(clinic.account, censusAbi, 'setPolicy', [11, lifetime, slice, period])).toBe('PolicyInvalid');
    }
    await chain.send(clinic.account, censusAbi, 'setPolicy', [20, 5000n, 1n, 1]);
    expect(await spent()).toBe(0n);
    expect((await chain.read(censusAbi, 'policyOf', [hospital.id])).lifetimeMicroRho).toBe(20_000n);
  });
});

describe('the catalogue', () => {
  it('gains a product when more than half of the seats ask for the same one', async () => {
    const product = hash('new product');
    await chain.send(hospital.account, censusAbi, 'addProduct', [product, 2, 500n]);
    await chain.send(hospital.account, censusAbi, 'addProduct', [product, 2, 500n]);
    await chain.send(clinic.account, censusAbi, 'addProduct', [product, 2, 1n]);
    expect((await chain.read(censusAbi, 'productOf', [product])).exists).toBe(false);
    await chain.send(hospice.account, censusAbi, 'addProduct', [product, 2, 500n]);
    expect(await chain.read(censusAbi, 'productOf', [product])).toEqual({ exists: true, finestTier: 2, microRho: 500n });
    expect(await chain.refusal(clinic.account, censusAbi, 'addProduct', [product, 2, 1n])).toBe('ProductExists');
  });

  it('takes no product without tiers, price or vote', async () => {
    for (const [tiers, rho] of [
      [0, 1n],
      [9, 1n],
      [1, 0n],
    ] as const) {
      expect(await chain.refusal(hospital.account, censusAbi, 'addProduct', [hash('new'), tiers, rho])).toBe('ProductInvalid');
    }
    expect(await chain.refusal(lab.account, censusAbi, 'addProduct', [hash('new'), 1, 1n])).toBe('NotProvider');
  });

  it('an admitted provider offers nothing before it has a policy', async () => {
    const [newcomer, hers] = [actor('newcomer'), actor('patient of the newcomer')];
    const { account, commitment, encryptionKey, deadline, consent } = registration(newcomer, newcomer, ROLE.provider);
    await chain.send(hospital.account, registrarAbi, 'propose', [1, account, commitment, encryptionKey, '', deadline, consent]);
    await chain.send(clinic.account, registrarAbi, 'vote', [1n, true]);
    await enroll(chain, newcomer, hers);
    await chain.send(account, censusAbi, 'offerProduct', [PRODUCT, true]);
    const attempt = () => chain.refusal(account, relationshipsAbi, 'setRecords', [offer(0n), appended(hers)]);
    expect(await attempt()).toBe('PolicyMissing');
    await chain.send(account, censusAbi, 'setPolicy', [11, 5000n, 1000n, 4]);
    expect(await attempt()).toBeUndefined();
    expect(await chain.read(censusAbi, 'spentMicroRho', [newcomer.id])).toBe(PRODUCT_RHO);
  });

  it('a provider offers what the catalogue holds, and stops', async () => {
    expect(await chain.refusal(hospital.account, censusAbi, 'offerProduct', [hash('unknown'), true])).toBe('ProductUnknown');
    await chain.send(hospital.account, censusAbi, 'offerProduct', [OTHER_PRODUCT, true]);
    expect(await outcome(offer(0n, 1, OTHER_PRODUCT))).toBe(FUNDED);
    await chain.send(hospital.account, censusAbi, 'offerProduct', [OTHER_PRODUCT, false]);
    expect(await chain.refusal(hospital.account, relationshipsAbi, 'setRecords', [offer(0n, 1, OTHER_PRODUCT), appended(patient)])).toBe(
      'ProductNotOffered',
    );
    expect(await chain.refusal(lab.account, censusAbi, 'offerProduct', [PRODUCT, true])).toBe('NotProvider');
  });
});
