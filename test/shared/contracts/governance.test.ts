import type { Hex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import { decodeEvents, registrarAbi } from '@medrec/shared/contracts';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  actor,
  clinic,
  config,
  createWorld,
  enroll,
  FAR_DEADLINE,
  hash,
  hospice,
  hospital,
  lab,
  registration,
  rotationConsent,
  stranger,
} from './fixture.ts';
import type { Sent, TestChain } from './harness.ts';

const ADMIT_PROVIDER = 1;
const ADMIT_LAB = 2;
const REMOVE = 3;
const newcomer = actor('newcomer');

function admission(kind: number, subject: Actor, role: number) {
  const { commitment, encryptionKey, deadline, consent } = registration(subject, subject, role);
  return [kind, subject.account, commitment, encryptionKey, 'https://newcomer.example', deadline, consent] as const;
}

function removal(subject: Actor) {
  return [REMOVE, subject.account, hash('ignored'), hash('ignored'), '', FAR_DEADLINE, '0x' as Hex] as const;
}

function enacted({ logs }: Sent): boolean | undefined {
  return decodeEvents(registrarAbi, logs).flatMap((event) => (event.name === 'ProposalClosed' ? [event.args.enacted] : []))[0];
}

async function propose(chain: TestChain, by: Actor, args: ReturnType<typeof admission> | ReturnType<typeof removal>): Promise<bigint> {
  const { logs } = await chain.send(by.account, registrarAbi, 'propose', args);
  return decodeEvents(registrarAbi, logs).flatMap((event) => (event.name === 'ProposalOpened' ? [event.args.proposalId] : []))[0] as bigint;
}

describe('admission', () => {
  it('admits a lab at more than half of the seats, not before', async () => {
    const chain = await createWorld();
    const proposal = await propose(chain, hospital, admission(ADMIT_LAB, newcomer, ROLE.lab));
    expect(await chain.read(registrarAbi, 'isActive', [newcomer.account, ROLE.lab])).toBe(false);
    expect(enacted(await chain.send(hospital.account, registrarAbi, 'vote', [proposal, true]))).toBeUndefined();
    expect(enacted(await chain.send(clinic.account, registrarAbi, 'vote', [proposal, true]))).toBe(true);
    expect(await chain.read(registrarAbi, 'isActive', [newcomer.account, ROLE.lab])).toBe(true);
    expect(await chain.read(registrarAbi, 'hostOf', [newcomer.id])).toBe('https://newcomer.example');
    expect(await chain.refusal(hospice.account, registrarAbi, 'vote', [proposal, true])).toBe('ProposalNotOpen');
  });

  it('gives a new provider a seat', async () => {
    const chain = await createWorld();
    const proposal = await propose(chain, hospital, admission(ADMIT_PROVIDER, newcomer, ROLE.provider));
    await chain.send(clinic.account, registrarAbi, 'vote', [proposal, true]);
    expect(await chain.read(registrarAbi, 'governors', [])).toBe(4);
    expect(await chain.refusal(newcomer.account, registrarAbi, 'vote', [proposal, true])).toBe('ProposalNotOpen');
  });

  it('needs a proposal by a provider with the subject’s own consent to that role', async () => {
    const chain = await createWorld();
    expect(await chain.refusal(lab.account, registrarAbi, 'propose', admission(ADMIT_LAB, newcomer, ROLE.lab))).toBe('NotProvider');
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', admission(ADMIT_PROVIDER, newcomer, ROLE.lab))).toBe(
      'ConsentInvalid',
    );
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', admission(9, newcomer, ROLE.lab))).toBe('UnknownProposalKind');
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', admission(ADMIT_LAB, lab, ROLE.lab))).toBe('AddressTaken');
    const [kind, subject, , ...rest] = admission(ADMIT_LAB, newcomer, ROLE.lab);
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', [kind, subject, lab.id, ...rest])).toBe('CommitmentTaken');
    chain.pass(FAR_DEADLINE);
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', admission(ADMIT_LAB, newcomer, ROLE.lab))).toBe('ConsentExpired');
  });

  it('closes without effect when the address has been taken meanwhile', async () => {
    const chain = await createWorld();
    const [first, second] = [
      await propose(chain, hospital, admission(ADMIT_LAB, newcomer, ROLE.lab)),
      await propose(chain, clinic, admission(ADMIT_LAB, newcomer, ROLE.lab)),
    ];
    expect(enacted(await chain.send(hospice.account, registrarAbi, 'vote', [first, true]))).toBe(true);
    expect(enacted(await chain.send(hospice.account, registrarAbi, 'vote', [second, true]))).toBe(false);
  });
});

describe('votes', () => {
  it('can be taken back, and only providers have one', async () => {
    const chain = await createWorld();
    const proposal = await propose(chain, hospital, admission(ADMIT_LAB, newcomer, ROLE.lab));
    await chain.send(hospital.account, registrarAbi, 'vote', [proposal, false]);
    expect(enacted(await chain.send(clinic.account, registrarAbi, 'vote', [proposal, true]))).toBeUndefined();
    expect((await chain.read(registrarAbi, 'proposal', [proposal])).votes).toBe(1);
    expect(await chain.refusal(lab.account, registrarAbi, 'vote', [proposal, true])).toBe('NotProvider');
    expect(await chain.refusal(stranger.account, registrarAbi, 'vote', [proposal, true])).toBe('NotProvider');
  });

  it('of a removed provider count no longer', async () => {
    const chain = await createWorld();
    const admitting = await propose(chain, hospice, admission(ADMIT_LAB, newcomer, ROLE.lab));
    const removing = await propose(chain, hospital, removal(hospice));
    await chain.send(clinic.account, registrarAbi, 'vote', [removing, true]);
    expect((await chain.read(registrarAbi, 'proposal', [admitting])).votes).toBe(0);
    expect(enacted(await chain.send(clinic.account, registrarAbi, 'vote', [admitting, true]))).toBeUndefined();
    expect(enacted(await chain.send(hospital.account, registrarAbi, 'vote', [admitting, true]))).toBe(true);
  });

  it('a proposal is rescinded by its proposer alone', async () => {
    const chain = await createWorld();
    const proposal = await propose(chain, hospital, admission(ADMIT_LAB, newcomer, ROLE.lab));
    expect(await chain.refusal(clinic.account, registrarAbi, 'rescind', [proposal])).toBe('NotProposer');
    expect(enacted(await chain.send(hospital.account, registrarAbi, 'rescind', [proposal]))).toBe(false);
    expect(await chain.refusal(clinic.account, registrarAbi, 'vote', [proposal, true])).toBe('ProposalNotOpen');
  });
});

describe('removal', () => {
  it('takes the subject’s seat, not the caller’s', async () => {
    const chain = await createWorld();
    const proposal = await propose(chain, hospital, removal(hospice));
    await chain.send(clinic.account, registrarAbi, 'vote', [proposal, true]);
    expect(await chain.read(registrarAbi, 'isActive', [hospice.account, ROLE.provider])).toBe(false);
    expect(await chain.read(registrarAbi, 'isActive', [hospital.account, ROLE.provider])).toBe(true);
    expect(await chain.read(registrarAbi, 'governors', [])).toBe(2);
    expect(await chain.refusal(hospice.account, registrarAbi, 'vote', [proposal, true])).toBe('NotProvider');
  });

  it('follows the participant through a key rotation', async () => {
    const chain = await createWorld();
    const moved = actor('hospice’s new key');
    const proposal = await propose(chain, hospital, removal(hospice));
    await chain.send(hospice.account, registrarAbi, 'proposeRotation', [
      moved.account,
      moved.encryptionKey,
      FAR_DEADLINE,
      rotationConsent(hospice.id, moved),
    ]);
    chain.pass(BigInt(config.rotationDelaySeconds));
    await chain.send(hospice.account, registrarAbi, 'finishRotation', [hospice.id]);
    await chain.send(clinic.account, registrarAbi, 'vote', [proposal, true]);
    expect(await chain.read(registrarAbi, 'isActive', [moved.account, ROLE.provider])).toBe(false);
  });

  // In the published AgentGroup, removing a non-member deleted the last member.
  it('of one who has no seat removes nobody', async () => {
    const chain = await createWorld();
    const patient = actor('patient');
    await enroll(chain, hospital, patient);
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', removal(stranger))).toBe('SubjectNotGoverned');
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', removal(patient))).toBe('SubjectNotGoverned');
    const [first, second] = [await propose(chain, hospital, removal(hospice)), await propose(chain, clinic, removal(hospice))];
    await chain.send(clinic.account, registrarAbi, 'vote', [first, true]);
    expect(enacted(await chain.send(hospital.account, registrarAbi, 'vote', [second, true]))).toBe(false);
    expect(await chain.read(registrarAbi, 'governors', [])).toBe(2);
  });

  it('never leaves the network without a governor', async () => {
    const chain = await createWorld({ providers: config.providers.slice(0, 2) });
    const [mutual, other] = [await propose(chain, hospital, removal(clinic)), await propose(chain, clinic, removal(hospital))];
    await chain.send(clinic.account, registrarAbi, 'vote', [mutual, true]);
    expect(await chain.read(registrarAbi, 'governors', [])).toBe(1);
    expect(await chain.refusal(hospital.account, registrarAbi, 'vote', [other, true])).toBe('LastGovernor');
    expect(await chain.refusal(hospital.account, registrarAbi, 'propose', removal(hospital))).toBe('LastGovernor');
    expect(await chain.read(registrarAbi, 'governors', [])).toBe(1);
  });
});
