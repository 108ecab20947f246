import { randomBytes } from 'node:crypto';
import { type Invitation, invitePatient } from '@medrec/census/gatekeeper';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import type { EnrollRegistration } from '@medrec/shared/client';
import { CONSENT_TYPES, type ConsentMessage, encryptionKeyPairOf } from '@medrec/shared/signing';
import type { Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';
import { PROVIDER_ID } from '../publisher/fake-chain.ts';
import { addPatients, PROVIDER, settleAll } from '../publisher/hospital.ts';
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
  const network = (): Omit<Invitation, 'token'> => ({
    version: 1,
    gatekeeper: office.server.url,
    providerId: PROVIDER_ID,
    chainId: 7,
    genesisHash: office.chain.genesisHash,
  });
  const { vault, book } = office.hospital;
  return invitePatient(patient, { vault, book, invitations: office.invitations, network });
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
