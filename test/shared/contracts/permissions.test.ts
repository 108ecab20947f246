import { permissionsAbi, registrarAbi, relationshipsAbi, summaryAbi } from '@medrec/shared/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  actor,
  appended,
  clinic,
  config,
  createWorld,
  enroll,
  enrollment,
  FAR_DEADLINE,
  hash,
  hospital,
  offer,
  rotationConsent,
  stranger,
} from './fixture.ts';
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

describe('a patient who has left', () => {
  const leave = () => chain.send(patient.account, registrarAbi, 'deactivate', [patient.account]);

  it('lets no viewer in, under any condition of the grant, and grants nothing more', async () => {
    const afterSwitch = hash('for heirs');
    await chain.send(patient.account, registrarAbi, 'setRecovery', [hash('custodians'), hash('heirs'), 1n]);
    await grant();
    await chain.send(patient.account, permissionsAbi, 'grant', [patient.account, afterSwitch, 0n, 0n, 1]);
    await chain.send(other.account, permissionsAbi, 'grant', [other.account, COMMITMENT, 0n, 0n, 0]);
    chain.pass(2n);
    const heirsGranted = () => chain.read(permissionsAbi, 'isGranted', [patient.account, afterSwitch, chain.now()]);
    expect([await isGranted(), await heirsGranted()]).toEqual([true, true]);
    await leave();
    expect([await isGranted(), await heirsGranted()]).toEqual([false, false]);
    expect(await chain.read(permissionsAbi, 'isGranted', [other.account, COMMITMENT, chain.now()])).toBe(true);
    expect(await chain.refusal(patient.account, permissionsAbi, 'grant', [patient.account, hash('more'), 0n, 0n, 0])).toBe('NotOwner');
  });

  it('may still revoke, set her census consent and end the relationship; nobody else may', async () => {
    await grant();
    await leave();
    for (const from of [other, hospital, stranger]) {
      expect(await chain.refusal(from.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT])).toBe('NotOwner');
      expect(await chain.refusal(from.account, permissionsAbi, 'setCensusConsent', [patient.account, 0])).toBe('NotOwner');
    }
    await chain.send(patient.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT]);
    await chain.send(patient.account, permissionsAbi, 'setCensusConsent', [patient.account, 0]);
    expect(await chain.refusal(patient.account, relationshipsAbi, 'pause', [patient.account])).toBe('NotOwner');
    await chain.send(patient.account, relationshipsAbi, 'end', [patient.account]);
    expect((await chain.read(permissionsAbi, 'grantOf', [patient.account, COMMITMENT])).revoked).toBe(true);
    expect(await chain.read(permissionsAbi, 'censusConsentOf', [patient.account])).toBe(0);
    expect((await chain.read(relationshipsAbi, 'relationshipOf', [patient.account])).state).toBe(4);
  });

  it('is obeyed by her current key, never by one she has rotated away from', async () => {
    const moved = actor('patient’s new key');
    await grant();
    const consent = rotationConsent(patient.id, moved);
    await chain.send(patient.account, registrarAbi, 'proposeRotation', [moved.account, moved.encryptionKey, FAR_DEADLINE, consent]);
    chain.pass(BigInt(config.rotationDelaySeconds));
    await chain.send(patient.account, registrarAbi, 'finishRotation', [patient.id]);
    expect(await isGranted()).toBe(true);
    await chain.send(moved.account, registrarAbi, 'deactivate', [moved.account]);
    expect(await isGranted()).toBe(false);
    expect(await chain.refusal(patient.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT])).toBe('NotOwner');
    expect(await chain.refusal(patient.account, permissionsAbi, 'setCensusConsent', [patient.account, 0])).toBe('NotOwner');
    expect(await chain.refusal(patient.account, relationshipsAbi, 'end', [patient.account])).toBe('NotPartOfRelationship');
    await chain.send(moved.account, permissionsAbi, 'revoke', [patient.account, COMMITMENT]);
    await chain.send(moved.account, relationshipsAbi, 'end', [patient.account]);
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
