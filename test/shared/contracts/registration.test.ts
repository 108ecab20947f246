import { hexToBytes } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import { decodeEvents, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { describe, expect, it } from 'vitest';
import { actor, clinic, createWorld, type Enrollment, enroll, enrollment, hash, hospital, lab, registration, stranger } from './fixture.ts';
import type { TestChain } from './harness.ts';

const patient = actor('patient');
const guardian = actor('guardian');

async function skipReasons(chain: TestChain, ...enrollments: Enrollment[]): Promise<string[]> {
  const { logs } = await chain.send(hospital.account, relationshipsAbi, 'enroll', [enrollments]);
  return decodeEvents(relationshipsAbi, logs).flatMap((event) => (event.name === 'EnrollmentSkipped' ? [ascii(event.args.reason)] : []));
}

function ascii(reason: `0x${string}`): string {
  return Buffer.from(hexToBytes(reason)).toString('ascii').replaceAll('\0', '');
}

describe('enroll', () => {
  it('registers a patient who agreed and accepts the relationship as she signed', async () => {
    const chain = await createWorld();
    const undecided = actor('undecided');
    expect(await skipReasons(chain, enrollment(patient, hospital), enrollment(undecided, hospital, { accepted: false }))).toEqual([]);
    expect(await chain.read(relationshipsAbi, 'relationshipOf', [patient.account])).toMatchObject({
      ownerId: patient.id,
      stewardId: hospital.id,
      state: 2,
    });
    expect(await chain.read(relationshipsAbi, 'relationshipOf', [undecided.account])).toMatchObject({ state: 1 });
    const [, entry] = await chain.read(registrarAbi, 'participantOf', [patient.account]);
    expect(entry).toMatchObject({
      role: ROLE.patient,
      sponsor: hospital.account,
      sponsorId: hospital.id,
      encryptionKey: patient.encryptionKey,
    });
  });

  it('skips with its reason what is not consented, late, taken or of another role, and registers the rest', async () => {
    const chain = await createWorld();
    await enroll(chain, hospital, actor('taken'));
    const altered = enrollment(actor('altered'), hospital);
    altered.registration.encryptionKey = hash('another key');
    const flipped = enrollment(actor('flipped'), hospital, { accepted: false });
    const reasons = await skipReasons(
      chain,
      enrollment(actor('taken'), hospital),
      {
        ...enrollment(actor('twin'), hospital),
        registration: { ...registration(actor('twin'), hospital, ROLE.patient), commitment: hospital.id },
      },
      enrollment(actor('late'), hospital, { deadline: chain.now() - 1n }),
      altered,
      { ...flipped, accepted: true },
      enrollment(actor('for another hospital'), clinic),
      enrollment(actor('for another network'), hospital, { genesisHash: hash('other genesis') }),
      enrollment(guardian, hospital, { role: ROLE.delegate }),
      enrollment(patient, hospital),
    );
    expect(reasons).toEqual([
      'ADDRESS_TAKEN',
      'COMMITMENT_TAKEN',
      'CONSENT_EXPIRED',
      'CONSENT_INVALID',
      'CONSENT_INVALID',
      'CONSENT_INVALID',
      'CONSENT_INVALID',
      'ROLE',
    ]);
    expect(await chain.read(registrarAbi, 'isActive', [patient.account, ROLE.patient])).toBe(true);
  });

  it('takes no signature in its malleable form', async () => {
    const chain = await createWorld();
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const entry = enrollment(patient, hospital);
    const { consent } = entry.registration;
    const highS = (order - BigInt(`0x${consent.slice(66, 130)}`)).toString(16).padStart(64, '0');
    entry.registration.consent = `0x${consent.slice(2, 66)}${highS}${consent.endsWith('1b') ? '1c' : '1b'}`;
    expect(await skipReasons(chain, entry)).toEqual(['CONSENT_INVALID']);
  });

  it('is for providers, for at most 256 a call, and through Relationships alone', async () => {
    const chain = await createWorld();
    const one = enrollment(patient, hospital);
    expect(await chain.refusal(lab.account, relationshipsAbi, 'enroll', [[one]])).toBe('NotProvider');
    expect(await chain.refusal(hospital.account, relationshipsAbi, 'enroll', [Array.from({ length: 257 }, () => one)])).toBe(
      'BatchTooLarge',
    );
    expect(await chain.refusal(hospital.account, registrarAbi, 'registerFor', [hospital.account, one.registration, true])).toBe(
      'NotRelationships',
    );
  });

  it('costs at most 170,000 gas a patient', async () => {
    const chain = await createWorld();
    const batch = Array.from({ length: 64 }, (_, i) => enrollment(actor(`patient ${i}`), hospital));
    const { gasUsed } = await chain.send(hospital.account, relationshipsAbi, 'enroll', [batch]);
    expect(Number(gasUsed) / batch.length).toBeLessThan(170_000);
  });
});

describe('register', () => {
  it('lets a provider bring delegates and readers, and a patient bring hers at the expense of her sponsor', async () => {
    const chain = await createWorld();
    await enroll(chain, hospital, patient);
    await chain.send(hospital.account, registrarAbi, 'register', [[registration(actor('reader'), hospital, ROLE.reader)]]);
    await chain.send(patient.account, registrarAbi, 'register', [[registration(guardian, patient, ROLE.delegate)]]);
    expect((await chain.read(registrarAbi, 'participant', [guardian.id])).sponsorId).toBe(hospital.id);
    expect(await chain.read(registrarAbi, 'isActive', [actor('reader').account, ROLE.reader])).toBe(true);
  });

  it('admits no provider, lab or, by a patient, further patient', async () => {
    const chain = await createWorld();
    await enroll(chain, hospital, patient);
    for (const [sponsor, role] of [
      [hospital, ROLE.provider],
      [hospital, ROLE.lab],
      [patient, ROLE.patient],
    ] as const) {
      const { logs } = await chain.send(sponsor.account, registrarAbi, 'register', [[registration(stranger, sponsor, role)]]);
      expect(decodeEvents(registrarAbi, logs).map((event) => event.name)).toEqual(['RegistrationSkipped']);
    }
  });

  it('is refused to labs and strangers', async () => {
    const chain = await createWorld();
    expect(await chain.refusal(lab.account, registrarAbi, 'register', [[]])).toBe('NotSponsor');
    expect(await chain.refusal(stranger.account, registrarAbi, 'register', [[]])).toBe('NotActive');
  });
});

describe('one’s own entry', () => {
  // The published Registrar let anyone set a provider's name or address.
  it('is changed by oneself alone', async () => {
    const chain = await createWorld();
    await chain.send(hospital.account, registrarAbi, 'setHost', ['https://hospital.example']);
    await chain.send(hospital.account, registrarAbi, 'setEncryptionKey', [hash('new key')]);
    expect(await chain.read(registrarAbi, 'hostOf', [hospital.id])).toBe('https://hospital.example');
    expect((await chain.read(registrarAbi, 'participant', [hospital.id])).encryptionKey).toBe(hash('new key'));
    expect(await chain.refusal(stranger.account, registrarAbi, 'setHost', ['https://stranger.example'])).toBe('NotActive');
    expect(await chain.refusal(hospital.account, registrarAbi, 'setHost', ['x'.repeat(257)])).toBe('HostTooLong');
    await chain.send(clinic.account, registrarAbi, 'setHost', ['https://clinic.example']);
    expect(await chain.read(registrarAbi, 'hostOf', [hospital.id])).toBe('https://hospital.example');
  });

  it('ends by oneself, for ever, and never for a provider or lab', async () => {
    const chain = await createWorld();
    await enroll(chain, hospital, patient);
    expect(await chain.refusal(hospital.account, registrarAbi, 'deactivate', [hospital.account])).toBe('NotSponsor');
    expect(await chain.refusal(hospital.account, registrarAbi, 'deactivate', [stranger.account])).toBe('NotActive');
    await chain.send(patient.account, registrarAbi, 'deactivate', [patient.account]);
    expect(await chain.refusal(patient.account, registrarAbi, 'touch', [])).toBe('NotActive');
    expect(await skipReasons(chain, enrollment(patient, hospital))).toEqual(['ADDRESS_TAKEN']);
  });

  it('ends by the sponsor for a delegate or reader, never for a patient, whatever her relationship’s state', async () => {
    const chain = await createWorld();
    const reader = actor('reader');
    await enroll(chain, hospital, patient);
    await chain.send(hospital.account, registrarAbi, 'register', [[registration(reader, hospital, ROLE.reader)]]);
    await chain.send(patient.account, registrarAbi, 'register', [[registration(guardian, patient, ROLE.delegate)]]);
    for (const left of [reader, guardian]) {
      expect(await chain.refusal(clinic.account, registrarAbi, 'deactivate', [left.account])).toBe('NotSponsor');
      await chain.send(hospital.account, registrarAbi, 'deactivate', [left.account]);
      expect(await chain.refusal(left.account, registrarAbi, 'touch', [])).toBe('NotActive');
    }
    const refused = () => chain.refusal(hospital.account, registrarAbi, 'deactivate', [patient.account]);
    expect(await refused()).toBe('NotOwner');
    await chain.send(hospital.account, relationshipsAbi, 'end', [patient.account]);
    expect(await refused()).toBe('NotOwner');
    expect(await chain.read(registrarAbi, 'isActive', [patient.account, ROLE.patient])).toBe(true);
  });

  it('declares affiliations between institutions, which hold in both directions', async () => {
    const chain = await createWorld();
    await enroll(chain, hospital, patient);
    await chain.send(lab.account, registrarAbi, 'declareAffiliation', [hospital.account, true]);
    expect(await chain.read(registrarAbi, 'isAffiliated', [hospital.id, lab.id])).toBe(true);
    expect(await chain.read(registrarAbi, 'isAffiliated', [clinic.id, lab.id])).toBe(false);
    expect(await chain.refusal(lab.account, registrarAbi, 'declareAffiliation', [patient.account, true])).toBe('UnknownAffiliate');
    await chain.send(lab.account, registrarAbi, 'declareAffiliation', [hospital.account, false]);
    expect(await chain.read(registrarAbi, 'isAffiliated', [hospital.id, lab.id])).toBe(false);
  });
});
