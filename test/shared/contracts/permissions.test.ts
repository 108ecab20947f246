import { permissionsAbi, relationshipsAbi, summaryAbi } from '@medrec/shared/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { actor, appended, clinic, createWorld, enroll, enrollment, hash, hospital, offer, stranger } from './fixture.ts';
import type { TestChain } from './harness.ts';

const patient = actor('patient');
const other = actor('other patient');
const COMMITMENT = hash('viewer, scope and salt');
let chain: TestChain;

beforeEach(async () => {
  chain = await createWorld();
  await enroll(chain, hospital, patient, other);
});

async function isGranted(atTime = chain.now()): Promise<boolean> {
  return chain.read(permissionsAbi, 'isGranted', [patient.account, COMMITMENT, atTime]);
}

async function grant(start = 0n, end = 0n, condition = 0): Promise<void> {
  await chain.send(patient.account, permissionsAbi, 'grant', [patient.account, COMMITMENT, start, end, condition]);
}

describe('grant', () => {
  it('lets a viewer in within its window alone', async () => {
    const now = chain.now();
    await grant(now + 10n, now + 20n);
    expect(await isGranted(now + 9n)).toBe(false);
    expect(await isGranted(now + 10n)).toBe(true);
    expect(await isGranted(now + 19n)).toBe(true);
    expect(await isGranted(now + 20n)).toBe(false);
    expect(await chain.read(permissionsAbi, 'isGranted', [other.account, COMMITMENT, now + 10n])).toBe(false);
  });

  it('is given by the relationship’s own patient alone', async () => {
    for (const from of [other, hospital, clinic, stranger]) {
      expect(await chain.refusal(from.account, permissionsAbi, 'grant', [patient.account, COMMITMENT, 0n, 0n, 0])).toBe('NotOwner');
    }
    expect(await isGranted()).toBe(false);
  });

  it('needs a window that opens before it ends, a known condition and an accepted relationship', async () => {
    const attempt = (start: bigint, end: bigint, condition: number) =>
      chain.refusal(patient.account, permissionsAbi, 'grant', [patient.account, COMMITMENT, start, end, condition]);
    expect(await attempt(5n, 5n, 0)).toBe('GrantWindowInvalid');
    expect(await attempt(0n, 0n, 3)).toBe('GrantConditionInvalid');
    const undecided = actor('undecided');
    await chain.send(hospital.account, relationshipsAbi, 'enroll', [[enrollment(undecided, hospital, { accepted: false })]]);
    expect(await chain.refusal(undecided.account, permissionsAbi, 'grant', [undecided.account, COMMITMENT, 0n, 0n, 0])).toBe('WrongState');
    await grant();
    expect(await attempt(0n, 0n, 0)).toBe('GrantExists');
  });

  it('waits for the steward where the relationship asks for both', async () => {
    await chain.send(hospital.account, relationshipsAbi, 'setDualApproval', [patient.account, true]);
    await grant();
    expect(await isGranted()).toBe(false);
    for (const from of [patient, clinic])
      expect(await chain.refusal(from.account, permissionsAbi, 'confirm', [patient.account, COMMITMENT])).toBe('NotSteward');
    expect(await chain.refusal(hospital.account, permissionsAbi, 'confirm', [patient.account, hash('unknown')])).toBe('GrantUnknown');
    await chain.send(hospital.account, permissionsAbi, 'confirm', [patient.account, COMMITMENT]);
    expect(await isGranted()).toBe(true);
  });

  it('rests while the relationship is paused', async () => {
    await grant();
    await chain.send(patient.account, relationshipsAbi, 'pause', [patient.account]);
    expect(await isGranted()).toBe(false);
  });
});

describe('revoke', () => {
  it('ends a grant for ever, even when the relationship has ended', async () => {
    await grant();
    for (const from of [other, hospital])
      expect(await chain.refusal(from.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT])).toBe('NotOwner');
    await chain.send(hospital.account, relationshipsAbi, 'end', [patient.account]);
    await chain.send(patient.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT]);
    expect(await chain.refusal(patient.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT])).toBe('GrantRevoked');
    expect(await chain.refusal(hospital.account, permissionsAbi, 'confirm', [patient.account, COMMITMENT])).toBe('GrantRevoked');
  });

  it('cannot be undone by granting again, nor revoke what was never granted', async () => {
    expect(await chain.refusal(patient.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT])).toBe('GrantUnknown');
    await grant();
    await chain.send(patient.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT]);
    expect(await chain.refusal(patient.account, permissionsAbi, 'grant', [patient.account, COMMITMENT, 0n, 0n, 0])).toBe('GrantRevoked');
    expect(await isGranted()).toBe(false);
  });
});

describe('census consent', () => {
  it('is all until the patient says otherwise, and none is kept apart from never said', async () => {
    expect(await chain.read(permissionsAbi, 'censusConsentOf', [patient.account])).toBe(255);
    for (const purposes of [0, 5, 7, 255]) {
      await chain.send(patient.account, permissionsAbi, 'setCensusConsent', [patient.account, purposes]);
      expect(await chain.read(permissionsAbi, 'censusConsentOf', [patient.account])).toBe(purposes);
    }
  });

  it('is the patient’s to give, for known purposes', async () => {
    expect(await chain.refusal(hospital.account, permissionsAbi, 'setCensusConsent', [patient.account, 7])).toBe('NotOwner');
    expect(await chain.refusal(patient.account, permissionsAbi, 'setCensusConsent', [patient.account, 8])).toBe('PurposesInvalid');
  });
});

describe('Summary', () => {
  it('tells new, pending and acknowledged relationships apart', async () => {
    const status = () => chain.read(summaryAbi, 'statusOf', [patient.account]);
    expect(await chain.read(summaryAbi, 'statusOf', [stranger.account])).toEqual([0, 0n, 0n]);
    expect(await status()).toEqual([1, 0n, 0n]);
    await chain.send(patient.account, summaryAbi, 'acknowledge', [patient.account, 0n]);
    expect(await status()).toEqual([3, 0n, 0n]);
    await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), appended(patient, patient)]);
    expect(await status()).toEqual([2, 0n, 2n]);
    await chain.send(patient.account, summaryAbi, 'acknowledge', [patient.account, 2n]);
    expect(await status()).toEqual([3, 2n, 2n]);
  });

  it('is acknowledged by the owner, neither ahead of the counter nor backwards', async () => {
    await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), appended(patient)]);
    expect(await chain.refusal(hospital.account, summaryAbi, 'acknowledge', [patient.account, 1n])).toBe('NotOwner');
    expect(await chain.refusal(patient.account, summaryAbi, 'acknowledge', [patient.account, 2n])).toBe('AcknowledgementInvalid');
    await chain.send(patient.account, summaryAbi, 'acknowledge', [patient.account, 1n]);
    expect(await chain.refusal(patient.account, summaryAbi, 'acknowledge', [patient.account, 0n])).toBe('AcknowledgementInvalid');
  });
});
