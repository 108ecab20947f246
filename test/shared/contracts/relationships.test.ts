import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { decodeEvents, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { APPEND_INDEX } from '@medrec/shared/records';
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
  hospital,
  items,
  lab,
  OTHER_PRODUCT,
  offer,
  rotationConsent,
  stranger,
} from './fixture.ts';
import type { TestChain } from './harness.ts';

const patient = actor('patient');
const second = actor('second patient');
let chain: TestChain;

beforeEach(async () => {
  chain = await createWorld();
  await enroll(chain, hospital, patient, second);
});

async function stateOf(relationship: Hex): Promise<number> {
  return (await chain.read(relationshipsAbi, 'relationshipOf', [relationship])).state;
}

/** Reasons of the skipped items, in order. */
async function skipped(packed: Hex): Promise<string[]> {
  const { logs } = await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), packed]);
  return decodeEvents(relationshipsAbi, logs).flatMap((event) =>
    event.name === 'RecordSkipped' ? [Buffer.from(hexToBytes(event.args.reason)).toString('ascii').replaceAll('\0', '')] : [],
  );
}

describe('a relationship', () => {
  it('is accepted, paused, resumed and ended by the patient', async () => {
    const undecided = actor('undecided');
    await chain.send(hospital.account, relationshipsAbi, 'enroll', [[enrollment(undecided, hospital, { accepted: false })]]);
    for (const [step, state] of [
      ['accept', 2],
      ['pause', 3],
      ['resume', 2],
      ['end', 4],
    ] as const) {
      await chain.send(undecided.account, relationshipsAbi, step, [undecided.account]);
      expect(await stateOf(undecided.account)).toBe(state);
    }
  });

  it('refuses a step that its state does not allow', async () => {
    expect(await chain.refusal(patient.account, relationshipsAbi, 'accept', [patient.account])).toBe('WrongState');
    expect(await chain.refusal(patient.account, relationshipsAbi, 'resume', [patient.account])).toBe('WrongState');
    await chain.send(patient.account, relationshipsAbi, 'end', [patient.account]);
    expect(await chain.refusal(patient.account, relationshipsAbi, 'end', [patient.account])).toBe('WrongState');
    expect(await chain.refusal(patient.account, relationshipsAbi, 'setDualApproval', [patient.account, true])).toBe('WrongState');
  });

  // The published contracts let permission changes through without authentication; a misnamed constructor made any caller owner.
  it('is moved by its own patient alone, and ended by its own steward', async () => {
    for (const other of [second, hospital, clinic, stranger]) {
      expect(await chain.refusal(other.account, relationshipsAbi, 'pause', [patient.account])).toBe('NotOwner');
    }
    for (const other of [second, clinic, stranger]) {
      expect(await chain.refusal(other.account, relationshipsAbi, 'end', [patient.account])).toBe('NotPartOfRelationship');
    }
    await chain.send(hospital.account, relationshipsAbi, 'end', [patient.account]);
    expect(await stateOf(patient.account)).toBe(4);
    expect(await stateOf(second.account)).toBe(2);
  });

  it('asks for dual approval when either side wants it, and stops when the steward says so', async () => {
    await chain.send(patient.account, relationshipsAbi, 'setDualApproval', [patient.account, true]);
    expect(await chain.refusal(patient.account, relationshipsAbi, 'setDualApproval', [patient.account, false])).toBe('NotSteward');
    expect(await chain.refusal(clinic.account, relationshipsAbi, 'setDualApproval', [patient.account, false])).toBe(
      'NotPartOfRelationship',
    );
    await chain.send(hospital.account, relationshipsAbi, 'setDualApproval', [patient.account, false]);
    expect((await chain.read(relationshipsAbi, 'relationshipOf', [patient.account])).dualApproval).toBe(false);
  });

  it('names nobody where there is none', async () => {
    expect(await chain.read(relationshipsAbi, 'ownerOf', [hospital.account])).toBe('0x0000000000000000000000000000000000000000');
    expect(await chain.read(relationshipsAbi, 'stewardOf', [patient.account])).toBe(hospital.account);
    expect(await chain.read(relationshipsAbi, 'ownerOf', [patient.account])).toBe(patient.account);
  });
});

describe('setRecords', () => {
  it('appends and changes pointers, counts updates and emits the locator', async () => {
    const packed = items(
      { relationship: patient.account, index: APPEND_INDEX },
      { relationship: patient.account, index: APPEND_INDEX },
      { relationship: patient.account, index: 0 },
    );
    const { logs } = await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), packed]);
    const set = decodeEvents(relationshipsAbi, logs).flatMap((event) => (event.name === 'RecordSet' ? [event.args] : []));
    expect(set.map(({ index, update }) => [index, update])).toEqual([
      [0, 1n],
      [1, 2n],
      [0, 3n],
    ]);
    expect(set[0]?.locator).toBe(`0x${'ee'.repeat(32)}`);
    expect(await chain.read(relationshipsAbi, 'rootOf', [patient.account, 0])).toBe(`0x${'03'.repeat(32)}`);
    expect(await chain.read(relationshipsAbi, 'relationshipOf', [patient.account])).toMatchObject({ records: 2n, updates: 3n });
  });

  // WP: an update without a bounty query is refused.
  it('is refused without an offer, on a product not offered, on a tier the product has not', async () => {
    const attempt = (given: ReturnType<typeof offer>) =>
      chain.refusal(hospital.account, relationshipsAbi, 'setRecords', [given, appended(patient)]);
    expect(await attempt(offer(0n, 1, `0x${'0'.repeat(64)}`))).toBe('OfferMissing');
    expect(await attempt(offer(0n, 0))).toBe('OfferMissing');
    expect(await attempt(offer(0n, 4))).toBe('TierUnknown');
    expect(await attempt(offer(0n, 1, OTHER_PRODUCT))).toBe('ProductNotOffered');
    expect(await chain.read(relationshipsAbi, 'relationshipOf', [patient.account])).toMatchObject({ records: 0n });
  });

  it('is refused with no items or a cut one, and to all but providers', async () => {
    expect(await chain.refusal(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), '0x'])).toBe('ItemsMalformed');
    expect(await chain.refusal(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), appended(patient).slice(0, -2) as Hex])).toBe(
      'ItemsMalformed',
    );
    for (const other of [lab, patient, stranger]) {
      expect(await chain.refusal(other.account, relationshipsAbi, 'setRecords', [offer(0n), appended(patient)])).toBe('NotProvider');
    }
  });

  it('skips with its reason an item that is no longer valid, and sets the rest', async () => {
    const [foreign, paused] = [actor('of the clinic'), actor('paused')];
    await enroll(chain, clinic, foreign);
    await enroll(chain, hospital, paused);
    await chain.send(paused.account, relationshipsAbi, 'pause', [paused.account]);
    const packed = items(
      { relationship: foreign.account, index: APPEND_INDEX },
      { relationship: paused.account, index: APPEND_INDEX },
      { relationship: patient.account, index: 7 },
      { relationship: patient.account, index: APPEND_INDEX, root: new Uint8Array(32) },
      { relationship: patient.account, index: APPEND_INDEX },
    );
    expect(await skipped(packed)).toEqual(['NOT_STEWARD', 'NOT_ACCEPTED', 'INDEX', 'ROOT']);
    expect(await chain.read(relationshipsAbi, 'relationshipOf', [patient.account])).toMatchObject({ records: 1n });
    // A provider, hacked or not, cannot change a patient's other relationships.
    expect(await chain.read(relationshipsAbi, 'relationshipOf', [foreign.account])).toMatchObject({ records: 0n, updates: 0n });
  });

  it('goes on under the steward’s new key, not under its old one', async () => {
    const moved = actor('hospital’s new key');
    await chain.send(hospital.account, registrarAbi, 'proposeRotation', [
      moved.account,
      moved.encryptionKey,
      FAR_DEADLINE,
      rotationConsent(hospital.id, moved),
    ]);
    chain.pass(BigInt(config.rotationDelaySeconds));
    await chain.send(hospital.account, registrarAbi, 'finishRotation', [hospital.id]);
    await chain.send(moved.account, relationshipsAbi, 'setRecords', [offer(0n), appended(patient)]);
    expect(await chain.refusal(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), appended(patient)])).toBe('NotProvider');
    expect(await chain.read(relationshipsAbi, 'stewardOf', [patient.account])).toBe(moved.account);
  });

  it('costs at most 45,000 gas a record in a batch of 200', async () => {
    const patients = Array.from({ length: 50 }, (_, i) => actor(`patient ${i}`));
    await enroll(chain, hospital, ...patients);
    const batch = [...patients, ...patients, ...patients, ...patients];
    const { gasUsed } = await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), appended(...batch)]);
    expect(Number(gasUsed) / batch.length).toBeLessThan(45_000);
    const fresh = Array.from({ length: 50 }, (_, i) => actor(`fresh ${i}`));
    await enroll(chain, hospital, ...fresh);
    const first = await chain.send(hospital.account, relationshipsAbi, 'setRecords', [offer(0n), appended(...fresh)]);
    expect(Number(first.gasUsed) / fresh.length).toBeLessThan(45_000);
  });
});
