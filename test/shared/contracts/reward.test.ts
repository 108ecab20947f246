import type { Hex } from '@medrec/shared/bytes';
import { releaseKey } from '@medrec/shared/census';
import { CENSUS_ADDRESS, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, decodeEvents, type EventLog, relationshipsAbi, rewardRuleAbi } from '@medrec/shared/contracts';
import { describe, expect, it } from 'vitest';
import { actor, appended, clinic, config, createWorld, enroll, hash, hospital, lab, offer, PRODUCT, rival, stranger } from './fixture.ts';
import { NO_ADDRESS, type TestChain } from './harness.ts';

const patient = actor('patient');
const BLOCK_LIMIT = 128;

function keyOf(providerId: Hex, epoch = 0n, product = PRODUCT): Hex {
  return releaseKey({ providerId, product, epoch });
}

function entitled(logs: EventLog[]): [Hex, Hex, number][] {
  return decodeEvents(censusAbi, logs).flatMap((event) =>
    event.name === 'Entitled' ? [[event.args.labId, event.args.releaseKey, event.args.tier] as [Hex, Hex, number]] : [],
  );
}

async function createHospitalWorld(overrides: Partial<typeof config> = {}): Promise<TestChain> {
  const chain = await createWorld(overrides);
  await enroll(chain, hospital, patient);
  return chain;
}

async function give(chain: TestChain, tier: number, product = PRODUCT): Promise<EventLog[]> {
  return (await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n, tier, product), appended(patient)])).logs;
}

describe('BountyToSealer', () => {
  it('gives a block’s offers to its sealer, each release once at its finest tier', async () => {
    const chain = await createHospitalWorld();
    await enroll(chain, clinic, actor('of the clinic'));
    await give(chain, 1);
    await give(chain, 3);
    await give(chain, 2);
    await chain.send(clinic.account, relationshipsAbi, 'setRecords', [offer(0n, 1), appended(actor('of the clinic'))]);
    const { logs } = await chain.sealBlock(lab.account);
    expect(entitled(logs)).toEqual([
      [lab.id, keyOf(hospital.id), 3],
      [lab.id, keyOf(clinic.id), 1],
    ]);
  });

  it('gives nothing to ommers, nor for an empty block, nor for the block before', async () => {
    const chain = await createHospitalWorld();
    await give(chain, 2);
    await chain.sealBlock(lab.account, [rival.account]);
    expect(entitled((await chain.sealBlock(rival.account)).logs)).toEqual([]);
    expect((await chain.read(censusAbi, 'entitlementOf', [rival.id, keyOf(hospital.id)])).tier).toBe(0);
  });

  it('gives nothing to a coinbase that is no active lab, does not fail, and carries nothing over', async () => {
    for (const coinbase of [stranger.account, hospital.account, patient.account, NO_ADDRESS]) {
      const chain = await createHospitalWorld();
      await give(chain, 2);
      expect(entitled((await chain.sealBlock(coinbase)).logs)).toEqual([]);
      expect(entitled((await chain.sealBlock(lab.account)).logs)).toEqual([]);
    }
  });

  it('raises a tier and never lowers it; the release is debited once whoever earns it', async () => {
    const chain = await createHospitalWorld();
    for (const [tier, sealer] of [
      [2, lab],
      [1, lab],
      [3, rival],
      [3, lab],
    ] as const) {
      await give(chain, tier);
      await chain.sealBlock(sealer.account);
    }
    expect(await chain.read(censusAbi, 'entitlementOf', [lab.id, keyOf(hospital.id)])).toEqual({
      tier: 3,
      grantedAt: chain.blockNumber() - 1n,
    });
    expect((await chain.read(censusAbi, 'entitlementOf', [rival.id, keyOf(hospital.id)])).tier).toBe(3);
    expect(await chain.read(censusAbi, 'spentMicroRho', [hospital.id])).toBe(1000n);
  });

  it('hears Census and the system address alone', async () => {
    const chain = await createHospitalWorld();
    for (const from of [lab.account, hospital.account, SYSTEM_ADDRESS])
      expect(await chain.refusal(from, rewardRuleAbi, 'onOffer', [hospital.id, keyOf(hospital.id), 3])).toBe('NotCensus');
    for (const from of [lab.account, CENSUS_ADDRESS])
      expect(await chain.refusal(from, rewardRuleAbi, 'onBlock', [1n, lab.account, []])).toBe('NotSystem');
    expect(await chain.read(rewardRuleAbi, 'name', [])).toBe(config.rewardRule);
  });

  it('entitles a full block within its gas cap, and leaves what exceeds it unfunded', async () => {
    const products = Array.from({ length: BLOCK_LIMIT + 1 }, (_, i) => ({
      id: 'C01',
      definitionHash: hash(`product ${i}`),
      finestTier: 3,
      microRho: 1,
    }));
    const offered = products.map((product) => product.definitionHash);
    const providers = config.providers.map((provider) => ({ ...provider, products: offered }));
    const chain = await createHospitalWorld({ products, providers });
    const outcomes: number[] = [];
    for (const product of offered)
      for (const event of decodeEvents(censusAbi, await give(chain, 3, product)))
        if (event.name === 'OfferRecorded') outcomes.push(event.args.outcome);
    expect(outcomes).toEqual([...Array.from({ length: BLOCK_LIMIT }, () => 1), 3]);
    expect(await chain.read(censusAbi, 'spentMicroRho', [hospital.id])).toBe(BigInt(BLOCK_LIMIT));
    const { logs, gasUsed } = await chain.sealBlock(lab.account);
    expect(entitled(logs).length).toBe(BLOCK_LIMIT);
    expect(gasUsed).toBeLessThan(7_000_000n);
  });
});
