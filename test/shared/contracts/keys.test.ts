import type { Hex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import { permissionsAbi, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { AbiCoder, keccak256 } from 'ethers';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  actor,
  config,
  createWorld,
  custodianApproval,
  enroll,
  FAR_DEADLINE,
  hash,
  hospital,
  lab,
  rival,
  rotationConsent,
  stranger,
} from './fixture.ts';
import type { TestChain } from './harness.ts';

const WAIT = BigInt(config.rotationDelaySeconds);
const patient = actor('patient');
const renewed = actor('patient’s new key');
const thief = actor('thief');
const custodians = [actor('sister'), actor('doctor'), actor('notary')];
const SALT = hash('salt of the custodians');
const TIMEOUT = 1000n;
const NOBODY = `0x${'0'.repeat(64)}`;

function setCommitment(members: readonly Actor[], threshold: number): Hex {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(['address[]', 'uint8', 'bytes32'], [members.map((member) => member.account), threshold, SALT]),
  ) as Hex;
}

function rotation(to: Actor, deadline = FAR_DEADLINE) {
  return [to.account, to.encryptionKey, deadline, rotationConsent(patient.id, to, deadline)] as const;
}

/** By the members, of whom the named ones sign. */
function byMembers(to: Actor, signers: readonly Actor[], members: readonly Actor[] = custodians, threshold = 2) {
  const approvals = members.map((member) => (signers.includes(member) ? custodianApproval(member, patient.id, to) : '0x'));
  return [patient.account, ...rotation(to), members.map((member) => member.account), threshold, SALT, approvals as Hex[]] as const;
}

async function createPatientWorld(): Promise<TestChain> {
  const chain = await createWorld();
  await enroll(chain, hospital, patient);
  await chain.send(patient.account, registrarAbi, 'setRecovery', [setCommitment(custodians, 2), setCommitment(custodians, 2), TIMEOUT]);
  return chain;
}

describe('rotation by the own key', () => {
  it('moves the participant, with its relationships, after the wait', async () => {
    const chain = await createPatientWorld();
    await chain.send(patient.account, registrarAbi, 'proposeRotation', rotation(renewed));
    expect(await chain.refusal(hospital.account, registrarAbi, 'finishRotation', [patient.id])).toBe('RotationWaiting');
    expect(await chain.read(registrarAbi, 'idOf', [renewed.account])).toBe(NOBODY);
    chain.pass(WAIT);
    expect(await chain.refusal(stranger.account, registrarAbi, 'finishRotation', [patient.id])).toBe('NotActive');
    await chain.send(hospital.account, registrarAbi, 'finishRotation', [patient.id]);
    expect(await chain.read(registrarAbi, 'idOf', [renewed.account])).toBe(patient.id);
    expect(await chain.read(registrarAbi, 'isActive', [patient.account, ROLE.patient])).toBe(false);
    expect(await chain.read(registrarAbi, 'everIdOf', [patient.account])).toBe(patient.id);
    expect(await chain.read(relationshipsAbi, 'ownerOf', [patient.account])).toBe(renewed.account);
    expect(await chain.refusal(patient.account, relationshipsAbi, 'pause', [patient.account])).toBe('NotOwner');
    await chain.send(renewed.account, relationshipsAbi, 'pause', [patient.account]);
  });

  it('needs the new address’s own consent for this participant, in time, and a free address', async () => {
    const chain = await createPatientWorld();
    const forged = rotationConsent(hospital.id, renewed);
    expect(
      await chain.refusal(patient.account, registrarAbi, 'proposeRotation', [renewed.account, renewed.encryptionKey, FAR_DEADLINE, forged]),
    ).toBe('ConsentInvalid');
    expect(await chain.refusal(patient.account, registrarAbi, 'proposeRotation', rotation(renewed, 1n))).toBe('ConsentExpired');
    expect(await chain.refusal(patient.account, registrarAbi, 'proposeRotation', rotation(lab))).toBe('AddressTaken');
    expect(await chain.refusal(stranger.account, registrarAbi, 'proposeRotation', rotation(renewed))).toBe('NotActive');
    await chain.send(patient.account, registrarAbi, 'proposeRotation', rotation(renewed));
    expect(await chain.refusal(patient.account, registrarAbi, 'proposeRotation', rotation(thief))).toBe('RotationPending');
  });

  it('can be vetoed by the old key while the wait lasts', async () => {
    const chain = await createPatientWorld();
    expect(await chain.refusal(patient.account, registrarAbi, 'vetoRotation', [])).toBe('NoRotationPending');
    await chain.send(patient.account, registrarAbi, 'proposeRotation', rotation(renewed));
    await chain.send(patient.account, registrarAbi, 'vetoRotation', []);
    chain.pass(WAIT);
    expect(await chain.refusal(patient.account, registrarAbi, 'finishRotation', [patient.id])).toBe('NoRotationPending');
    const second = actor('second try');
    await chain.send(patient.account, registrarAbi, 'proposeRotation', rotation(second));
    chain.pass(WAIT);
    expect(await chain.refusal(patient.account, registrarAbi, 'vetoRotation', [])).toBe('RotationWaitOver');
  });
});

describe('rotation by custodians', () => {
  it('gives a lost participant a new key when enough of the committed set sign', async () => {
    const chain = await createPatientWorld();
    await chain.send(rival.account, registrarAbi, 'proposeRotationByCustodians', byMembers(renewed, custodians.slice(1)));
    chain.pass(WAIT);
    await chain.send(rival.account, registrarAbi, 'finishRotation', [patient.id]);
    expect(await chain.read(registrarAbi, 'idOf', [renewed.account])).toBe(patient.id);
  });

  it('is refused with too few signatures, another set, a set of none, or one member twice', async () => {
    const chain = await createPatientWorld();
    const [sister] = custodians as [Actor];
    const propose = (args: ReturnType<typeof byMembers>) => chain.refusal(rival.account, registrarAbi, 'proposeRotationByCustodians', args);
    expect(await propose(byMembers(renewed, [sister]))).toBe('TooFewApprovals');
    expect(await propose(byMembers(renewed, custodians, custodians, 1))).toBe('RecoverySetMismatch');
    expect(await propose(byMembers(thief, [thief], [thief, thief], 2))).toBe('RecoverySetMismatch');
    await chain.send(patient.account, registrarAbi, 'setRecovery', [setCommitment([sister, sister], 2), setCommitment([], 0), 0n]);
    expect(await propose(byMembers(renewed, [sister], [sister, sister], 2))).toBe('TooFewApprovals');
    await chain.send(patient.account, registrarAbi, 'setRecovery', [setCommitment([], 0), hash(''), 0n]);
    expect(await propose(byMembers(thief, [], [], 0))).toBe('RecoveryNotSet');
  });

  it('vetoed once, cannot be sent again with the same signatures', async () => {
    const chain = await createPatientWorld();
    await chain.send(rival.account, registrarAbi, 'proposeRotationByCustodians', byMembers(thief, custodians));
    expect(await chain.refusal(thief.account, registrarAbi, 'vetoRotation', [])).toBe('NotActive');
    await chain.send(patient.account, registrarAbi, 'vetoRotation', []);
    expect(await chain.refusal(rival.account, registrarAbi, 'proposeRotationByCustodians', byMembers(thief, custodians))).toBe(
      'AddressTaken',
    );
  });
});

describe('dead-man switch', () => {
  it('lets the heirs in only after the time-out without a sign of life', async () => {
    const chain = await createPatientWorld();
    chain.pass(TIMEOUT);
    expect(await chain.refusal(rival.account, registrarAbi, 'proposeRotationByHeirs', byMembers(renewed, custodians))).toBe(
      'SwitchNotFired',
    );
    await chain.send(patient.account, registrarAbi, 'touch', []);
    chain.pass(TIMEOUT);
    expect(await chain.read(registrarAbi, 'isSwitchFired', [patient.id])).toBe(false);
    chain.pass(1n);
    expect(await chain.read(registrarAbi, 'isSwitchFired', [patient.id])).toBe(true);
    await chain.send(rival.account, registrarAbi, 'proposeRotationByHeirs', byMembers(renewed, custodians));
    chain.pass(WAIT);
    await chain.send(rival.account, registrarAbi, 'finishRotation', [patient.id]);
    expect(await chain.read(registrarAbi, 'isSwitchFired', [patient.id])).toBe(false);
  });

  it('is stopped by a veto, which is a sign of life', async () => {
    const chain = await createPatientWorld();
    chain.pass(TIMEOUT + 1n);
    await chain.send(rival.account, registrarAbi, 'proposeRotationByHeirs', byMembers(renewed, custodians));
    await chain.send(patient.account, registrarAbi, 'vetoRotation', []);
    expect(await chain.read(registrarAbi, 'isSwitchFired', [patient.id])).toBe(false);
  });

  it('never fires when off', async () => {
    const chain = await createPatientWorld();
    await chain.send(patient.account, registrarAbi, 'setRecovery', [hash('set'), hash('set'), 0n]);
    chain.pass(10n ** 9n);
    expect(await chain.read(registrarAbi, 'isSwitchFired', [patient.id])).toBe(false);
  });

  // In the published contracts nothing read the switch.
  it('opens grants for heirs and closes grants for the living', async () => {
    const chain = await createPatientWorld();
    const [inherited, personal] = [hash('for heirs'), hash('while alive')];
    await chain.send(patient.account, permissionsAbi, 'grant', [patient.account, inherited, 0n, 0n, 1]);
    await chain.send(patient.account, permissionsAbi, 'grant', [patient.account, personal, 0n, 0n, 2]);
    const granted = async () => [
      await chain.read(permissionsAbi, 'isGranted', [patient.account, inherited, chain.now()]),
      await chain.read(permissionsAbi, 'isGranted', [patient.account, personal, chain.now()]),
    ];
    expect(await granted()).toEqual([false, true]);
    chain.pass(TIMEOUT + 1n);
    expect(await granted()).toEqual([true, false]);
    await chain.send(patient.account, registrarAbi, 'touch', []);
    expect(await granted()).toEqual([false, true]);
  });
});
