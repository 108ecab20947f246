import { randomBytes } from 'node:crypto';
import { type Invitation, type InvitationNetwork, invitePatient } from '@medrec/census/gatekeeper';
import { createCustody } from '@medrec/census/publisher';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import type { EnrollRegistration } from '@medrec/shared/client';
import { CONSENT_TYPES, type ConsentMessage, encryptionKeyPairOf } from '@medrec/shared/signing';
import type { Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';
import { PROVIDER_ID } from '../publisher/fake-chain.ts';
import { addPatients, openTestVault, PROVIDER, SEED, settleAll } from '../publisher/hospital.ts';
import { type Office, openOffice, stranger } from './office.ts';

async function registrationOf(office: Office, wallet: Wallet, changes: Partial<ConsentMessage> = {}): Promise<EnrollRegistration> {
  const message: ConsentMessage = {
    account: wallet.address.toLowerCase() as Hex,
    sponsor: PROVIDER.address as Hex,
    role: ROLE.patient,
    commitment: bytesToHex(randomBytes(32)),
    encryptionKey: encryptionKeyPairOf(wallet.privateKey as Hex).publicKey,
    acceptRelationship: true,
    deadline: BigInt(Math.floor(Date.now() / 1000) + 3600),
    ...changes,
  };
  const consent = (await wallet.signTypedData(office.domain, CONSENT_TYPES, message)) as Hex;
  const { account, commitment, encryptionKey, deadline } = message;
  return { account, commitment, encryptionKey, deadline, consent };
}

function invite(office: Office, patient?: string): Promise<Invitation> {
  const network = (): InvitationNetwork => ({
    version: 1,
    gatekeeper: office.server.url,
    providerId: PROVIDER_ID,
    chainId: 7,
    genesisHash: office.chain.genesisHash,
  });
  const { vault, book } = office.hospital;
  const { chain, invitations, clock } = office;
  const nowSeconds = (): bigint => BigInt(Math.floor(Date.now() / 1000) + clock.offsetSeconds);
  return invitePatient(patient, { vault, chain, book, nowSeconds, invitations, network });
}

describe('an invitation', () => {
  it('brings a patient’s own address onto the chain, and her record under it', async () => {
    const office = await openOffice();
    const wallet = stranger();
    const { token } = await invite(office, 'p0');
    const relationship = await office.clientOf(wallet).enroll(token, await registrationOf(office, wallet));
    expect(relationship).toBe(wallet.address.toLowerCase());
    await settleAll(office.hospital, office.chain, 8);
    expect((await office.clientOf(wallet).readRecords(relationship)).resources).toHaveLength(3);
    await expect(office.clientOf(wallet).enroll(token, await registrationOf(office, wallet))).resolves.toBe(relationship); // asked again
  });

  it('serves one address only', async () => {
    const office = await openOffice();
    const { token } = await invite(office);
    const first = stranger();
    await office.clientOf(first).enroll(token, await registrationOf(office, first));
    const second = stranger();
    const enrolled = office.clientOf(second).enroll(token, await registrationOf(office, second));
    await expect(enrolled).rejects.toMatchObject({ code: 'INVITATION_USED', facts: { status: 409 } });
  });

  it('takes over no record that another wallet holds, though two were made', async () => {
    const office = await openOffice();
    const [first, second, third] = [await invite(office, 'p0'), await invite(office, 'p0'), await invite(office, 'p0')];
    const [owner, intruder] = [stranger(), stranger()];
    const relationship = await office.clientOf(owner).enroll(first.token, await registrationOf(office, owner));
    const intrude = async (token: Hex): Promise<Hex> => office.clientOf(intruder).enroll(token, await registrationOf(office, intruder));
    await expect(intrude(second.token)).rejects.toMatchObject({ code: 'INVITATION_USED', facts: { status: 409 } }); // on its way
    await settleAll(office.hospital, office.chain, 8);
    for (const { token } of [first, second, third]) await expect(intrude(token)).rejects.toMatchObject({ code: 'INVITATION_USED' });
    await settleAll(office.hospital, office.chain, 4);
    expect(office.chain.rows.get(relationship)?.state).toBe(2);
    expect((await office.clientOf(owner).readRecords(relationship)).resources).toHaveLength(3);
    await expect(invite(office, 'p0')).rejects.toMatchObject({ code: 'NO_PATIENT_TO_INVITE' });
  });

  it('is void after another was used, even when that one’s consent ran out; a new one ends the address in custody', async () => {
    const office = await openOffice();
    const patient = (await office.hospital.vault.findPatient('p0'))?.pseudonym as Hex;
    const { account: custody, wallet: former } = createCustody(SEED).accountAt(office.hospital.book.get(patient)?.custodyIndex as number);
    const [first, second] = [await invite(office, 'p0'), await invite(office, 'p0')];
    const lost = stranger();
    await office.clientOf(lost).enroll(first.token, await registrationOf(office, lost));
    office.clock.offsetSeconds = 3700;
    const wallet = stranger();
    const deadline = BigInt(Math.floor(Date.now() / 1000) + 7200);
    const accept = async (token: Hex): Promise<Hex> =>
      office.clientOf(wallet).enroll(token, await registrationOf(office, wallet, { deadline }));
    await expect(accept(second.token)).rejects.toMatchObject({ code: 'INVITATION_USED' });
    const relationship = await accept((await invite(office, 'p0')).token);
    await settleAll(office.hospital, office.chain, 8);
    expect(office.chain.rows.get(custody)?.state).toBe(4);
    office.clock.offsetSeconds = 0;
    expect((await office.clientOf(wallet).readRecords(relationship)).resources).toHaveLength(3);
    await expect(office.clientOf(former).readRecords(custody)).rejects.toMatchObject({ code: 'RECORD_NOT_KEPT', facts: { status: 410 } });
  });

  it('runs out after thirty days, and then its patient may be invited again', async () => {
    const office = await openOffice();
    const { token, expiresAt } = await invite(office, 'p0');
    const { patient } = office.invitations.find(token);
    expect(expiresAt - Date.now() / 1000).toBeGreaterThan(29 * 24 * 3600);
    expect(office.invitations.isInvited(patient)).toBe(true);
    office.clock.offsetSeconds = 30 * 24 * 3600 + 1;
    expect(office.invitations.isInvited(patient)).toBe(false);
    const wallet = stranger();
    const deadline = BigInt(expiresAt + 3600);
    const enrolled = office.clientOf(wallet).enroll(token, await registrationOf(office, wallet, { deadline }));
    await expect(enrolled).rejects.toMatchObject({ code: 'INVITATION_EXPIRED', facts: { status: 403 } });
  });

  it('is not made while no patient is in the vault', async () => {
    const office = await openOffice();
    const { vault } = await openTestVault();
    const empty = { ...office, hospital: { ...office.hospital, vault } };
    await expect(invite(empty)).rejects.toMatchObject({ code: 'NO_PATIENT_YET' });
  });

  it('is not guessed, and brings in no address that did not consent to this provider, this role and the relationship', async () => {
    const office = await openOffice();
    const { token } = await invite(office);
    const wallet = stranger();
    const client = office.clientOf(wallet);
    const made = bytesToHex(randomBytes(32));
    await expect(client.enroll(made, await registrationOf(office, wallet))).rejects.toMatchObject({
      code: 'INVITATION_INVALID',
      facts: { status: 403 },
    });
    const wrong: Partial<ConsentMessage>[] = [
      { sponsor: stranger().address as Hex },
      { role: ROLE.delegate },
      { acceptRelationship: false },
    ];
    for (const changes of wrong) {
      await expect(client.enroll(token, await registrationOf(office, wallet, changes))).rejects.toMatchObject({
        code: 'SIGNATURE_INVALID',
      });
    }
    const late = registrationOf(office, wallet, { deadline: BigInt(Math.floor(Date.now() / 1000) + 5) });
    await expect(client.enroll(token, await late)).rejects.toMatchObject({ code: 'CONSENT_INVALID', facts: { status: 400 } });
    const taken = registrationOf(office, stranger(), { account: office.otherRelationship });
    await expect(client.enroll(token, await taken)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  });

  it('goes first to a patient without an address in custody, and to none twice', async () => {
    const office = await openOffice();
    await addPatients(office.hospital.vault, 1, 2);
    const { token } = await invite(office);
    const fresh = (await office.hospital.vault.findPatient('p2'))?.pseudonym;
    expect(office.invitations.find(token).patient).toBe(fresh);
    const next = await Promise.all([invite(office)]);
    expect(office.invitations.find((next[0] as Invitation).token).patient).not.toBe(fresh);
    await invite(office);
    await expect(invite(office)).rejects.toMatchObject({ code: 'NO_PATIENT_TO_INVITE' });
    await expect(invite(office, 'nobody')).rejects.toMatchObject({ code: 'NO_PATIENT_TO_INVITE' });
  });
});
