import type { Hex } from '@medrec/shared/bytes';
import { releaseKey } from '@medrec/shared/census';
import { REWARD_RULE_ADDRESS, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  actor,
  appended,
  clinic,
  config,
  createWorld,
  enroll,
  FINEST_TIER,
  hash,
  hospital,
  lab,
  offer,
  PRODUCT,
  rival,
  stranger,
} from './fixture.ts';
import type { TestChain } from './harness.ts';

const ROOT = hash('snapshot');
const COMMITMENTS = Array.from({ length: FINEST_TIER + 1 }, (_, tier) => hash(`tier ${tier}`));
const KEY = releaseKey({ providerId: hospital.id, product: PRODUCT, epoch: 0n });
const patient = actor('patient');
let chain: TestChain;

beforeEach(async () => {
  chain = await createWorld();
  await enroll(chain, hospital, patient);
});

/** Funds the release of epoch 0; the block is sealed by `lab`. */
async function fund(tier = 2): Promise<void> {
  await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n, tier), appended(patient)]);
  await chain.sealBlock(lab.account);
}

async function publish(): Promise<void> {
  await fund();
  chain.startEpoch(1n);
  await chain.send(hospital.account, censusAbi, 'closeEpoch', [0n, ROOT]);
  await chain.send(hospital.account, censusAbi, 'publishRelease', [PRODUCT, 0n, COMMITMENTS]);
}

describe('closeEpoch', () => {
  it('freezes an epoch that is over, once', async () => {
    chain.startEpoch(1n);
    expect(await chain.refusal(hospital.account, censusAbi, 'closeEpoch', [1n, ROOT])).toBe('EpochNotOver');
    expect(await chain.refusal(hospital.account, censusAbi, 'closeEpoch', [0n, `0x${'0'.repeat(64)}`])).toBe('SnapshotRootMissing');
    await chain.send(hospital.account, censusAbi, 'closeEpoch', [0n, ROOT]);
    expect(await chain.refusal(hospital.account, censusAbi, 'closeEpoch', [0n, hash('other')])).toBe('EpochAlreadyClosed');
    expect(await chain.read(censusAbi, 'snapshotRootOf', [hospital.id, 0n])).toBe(ROOT);
    expect(await chain.read(censusAbi, 'closedAt', [hospital.id, 0n])).toBe(chain.blockNumber());
    expect(await chain.read(censusAbi, 'closedAt', [clinic.id, 0n])).toBe(0n);
    expect(await chain.refusal(lab.account, censusAbi, 'closeEpoch', [0n, ROOT])).toBe('NotProvider');
  });

  it('missed beyond the grace is marked once, by anyone active, where a release was funded', async () => {
    await fund();
    chain.startEpoch(1n);
    chain.pass(BigInt(config.closeGraceSeconds) - 1n);
    expect(await chain.refusal(lab.account, censusAbi, 'reportMissedClose', [hospital.id, 0n])).toBe('GraceNotOver');
    chain.pass(1n);
    expect(await chain.refusal(stranger.account, censusAbi, 'reportMissedClose', [hospital.id, 0n])).toBe('NotActive');
    await chain.send(lab.account, censusAbi, 'reportMissedClose', [hospital.id, 0n]);
    expect(await chain.refusal(lab.account, censusAbi, 'reportMissedClose', [hospital.id, 0n])).toBe('MissAlreadyReported');
    expect(await chain.refusal(lab.account, censusAbi, 'reportMissedClose', [clinic.id, 0n])).toBe('EpochWithoutOffers');
    expect(await chain.read(censusAbi, 'marksOf', [hospital.id])).toEqual([1, 0, 0]);
  });

  it('late is still a close, and no longer missed', async () => {
    await fund();
    chain.startEpoch(50n);
    await chain.send(hospital.account, censusAbi, 'closeEpoch', [0n, ROOT]);
    expect(await chain.refusal(lab.account, censusAbi, 'reportMissedClose', [hospital.id, 0n])).toBe('EpochAlreadyClosed');
  });
});

describe('publishRelease', () => {
  it('publishes a funded release of a closed epoch, once', async () => {
    await publish();
    expect(await chain.read(censusAbi, 'commitmentOf', [KEY, 3])).toBe(COMMITMENTS[3]);
    expect((await chain.read(censusAbi, 'releaseOf', [KEY])).stage).toBe(2);
    const again = COMMITMENTS.map(() => hash('another draw'));
    expect(await chain.refusal(hospital.account, censusAbi, 'publishRelease', [PRODUCT, 0n, again])).toBe('ReleaseAlreadyPublished');
    expect(await chain.read(censusAbi, 'commitmentOf', [KEY, 0])).toBe(COMMITMENTS[0]);
  });

  it('is refused before the close, without funding, for another’s release and with a commitment missing', async () => {
    const attempt = (from: Hex, commitments: Hex[] = COMMITMENTS) =>
      chain.refusal(from, censusAbi, 'publishRelease', [PRODUCT, 0n, commitments]);
    expect(await attempt(hospital.account)).toBe('ReleaseNotFunded');
    await fund();
    chain.startEpoch(1n);
    expect(await attempt(hospital.account)).toBe('EpochNotClosed');
    await chain.send(hospital.account, censusAbi, 'closeEpoch', [0n, ROOT]);
    expect(await attempt(clinic.account)).toBe('ReleaseNotFunded');
    expect(await attempt(hospital.account, COMMITMENTS.slice(1))).toBe('CommitmentsInvalid');
    expect(await attempt(hospital.account, [...COMMITMENTS.slice(1), `0x${'0'.repeat(64)}`])).toBe('CommitmentsInvalid');
  });

  it('lost is marked once, and only after publication', async () => {
    await fund();
    expect(await chain.refusal(hospital.account, censusAbi, 'reportLost', [PRODUCT, 0n])).toBe('ReleaseNotPublished');
    chain.startEpoch(1n);
    await chain.send(hospital.account, censusAbi, 'closeEpoch', [0n, ROOT]);
    await chain.send(hospital.account, censusAbi, 'publishRelease', [PRODUCT, 0n, COMMITMENTS]);
    await chain.send(hospital.account, censusAbi, 'reportLost', [PRODUCT, 0n]);
    expect(await chain.refusal(hospital.account, censusAbi, 'reportLost', [PRODUCT, 0n])).toBe('ReleaseAlreadyLost');
    expect(await chain.read(censusAbi, 'releaseOf', [KEY])).toMatchObject({ stage: 2, lost: true });
    expect(await chain.read(censusAbi, 'marksOf', [hospital.id])).toEqual([0, 0, 1]);
  });
});

describe('mayClaim', () => {
  it('lets the sealer have its tier and coarser ones, and nobody else', async () => {
    await publish();
    const tiers = async (labId: Hex) => {
      const answers: boolean[] = [];
      for (const tier of [1, 2, 3]) answers.push(await chain.read(censusAbi, 'mayClaim', [labId, KEY, tier]));
      return answers;
    };
    expect(await tiers(lab.id)).toEqual([true, true, false]);
    expect(await tiers(rival.id)).toEqual([false, false, false]);
    expect(await tiers(hospital.id)).toEqual([false, false, false]);
  });

  it('opens the commons to every active lab when the delay has passed', async () => {
    await publish();
    chain.startEpoch(BigInt(config.commonsDelayEpochs));
    expect(await chain.read(censusAbi, 'mayClaim', [rival.id, KEY, 0])).toBe(false);
    chain.startEpoch(BigInt(config.commonsDelayEpochs) + 1n);
    expect(await chain.read(censusAbi, 'mayClaim', [rival.id, KEY, 0])).toBe(true);
    expect(await chain.read(censusAbi, 'mayClaim', [patient.id, KEY, 0])).toBe(false);
    expect(await chain.read(censusAbi, 'mayClaim', [rival.id, hash('no release'), 0])).toBe(false);
  });
});

describe('disputes', () => {
  it('are opened by an entitled lab after publication, once', async () => {
    await fund();
    expect(await chain.refusal(lab.account, censusAbi, 'openDispute', [KEY, 2])).toBe('ReleaseNotPublished');
    chain.startEpoch(1n);
    await chain.send(hospital.account, censusAbi, 'closeEpoch', [0n, ROOT]);
    await chain.send(hospital.account, censusAbi, 'publishRelease', [PRODUCT, 0n, COMMITMENTS]);
    expect(await chain.refusal(rival.account, censusAbi, 'openDispute', [KEY, 2])).toBe('NotEntitled');
    expect(await chain.refusal(lab.account, censusAbi, 'openDispute', [KEY, 3])).toBe('NotEntitled');
    expect(await chain.refusal(hospital.account, censusAbi, 'openDispute', [KEY, 2])).toBe('NotLab');
    await chain.send(lab.account, censusAbi, 'openDispute', [KEY, 2]);
    expect(await chain.refusal(lab.account, censusAbi, 'openDispute', [KEY, 2])).toBe('DisputeExists');
    expect(await chain.read(censusAbi, 'disputeOf', [1n])).toMatchObject({ labId: lab.id, releaseKey: KEY, tier: 2, stage: 1 });
  });

  it('are answered by the provider in time', async () => {
    await publish();
    await chain.send(lab.account, censusAbi, 'openDispute', [KEY, 2]);
    expect(await chain.refusal(clinic.account, censusAbi, 'answerDispute', [1n, '0x01'])).toBe('NotProvider');
    expect(await chain.refusal(hospital.account, censusAbi, 'answerDispute', [1n, '0x'])).toBe('DisputeAnswerInvalid');
    expect(await chain.refusal(lab.account, censusAbi, 'failDispute', [1n])).toBe('DisputeDeadlineAhead');
    for (let block = 0; block < config.disputeBlocks; block++) await chain.sealBlock();
    await chain.send(hospital.account, censusAbi, 'answerDispute', [1n, '0x01']);
    await chain.sealBlock();
    expect(await chain.refusal(lab.account, censusAbi, 'failDispute', [1n])).toBe('DisputeNotOpen');
    expect(await chain.read(censusAbi, 'marksOf', [hospital.id])).toEqual([0, 0, 0]);
  });

  it('unanswered are marked against the provider, once', async () => {
    await publish();
    await chain.send(lab.account, censusAbi, 'openDispute', [KEY, 2]);
    for (let block = 0; block <= config.disputeBlocks; block++) await chain.sealBlock();
    expect(await chain.refusal(hospital.account, censusAbi, 'answerDispute', [1n, '0x01'])).toBe('DisputeDeadlinePassed');
    expect(await chain.refusal(stranger.account, censusAbi, 'failDispute', [1n])).toBe('NotActive');
    await chain.send(rival.account, censusAbi, 'failDispute', [1n]);
    expect(await chain.refusal(rival.account, censusAbi, 'failDispute', [1n])).toBe('DisputeNotOpen');
    expect(await chain.read(censusAbi, 'marksOf', [hospital.id])).toEqual([0, 1, 0]);
  });
});

describe('entitle', () => {
  it('is the reward rule’s alone, for funded releases', async () => {
    await fund();
    for (const from of [lab.account, hospital.account, SYSTEM_ADDRESS])
      expect(await chain.refusal(from, censusAbi, 'entitle', [lab.id, KEY, 3])).toBe('NotRewardRule');
    expect(await chain.refusal(REWARD_RULE_ADDRESS, censusAbi, 'entitle', [lab.id, hash('no release'), 3])).toBe('ReleaseNotFunded');
    await chain.send(REWARD_RULE_ADDRESS, censusAbi, 'entitle', [lab.id, KEY, 1]);
    expect((await chain.read(censusAbi, 'entitlementOf', [lab.id, KEY])).tier).toBe(2);
  });
});
