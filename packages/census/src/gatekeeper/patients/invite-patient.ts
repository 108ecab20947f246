import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { PatientBook } from '../../publisher/index.ts';
import type { Vault } from '../../vault/index.ts';
import type { Invitations } from './invitations.ts';

/** The file that a hospital hands to its patient. Whoever holds it can enter in her place: it goes over a private channel. */
export interface Invitation {
  readonly version: 1;
  /** URL. */
  readonly gatekeeper: string;
  /** The hospital's node, for a patient without her own. */
  readonly rpc?: string;
  readonly providerId: Hex;
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** 32 random bytes. */
  readonly token: Hex;
}

export interface InviteDependencies {
  readonly vault: Pick<Vault, 'patients' | 'findPatient'>;
  readonly book: PatientBook;
  readonly invitations: Invitations;
  /** All but the token. */
  readonly network: () => Omit<Invitation, 'token'>;
}

/**
 * Invites a patient: by the id that her source gives her, or the next whom nobody invited, if possible one without an
 * address in custody. @throws MedrecError `NO_PATIENT_TO_INVITE`.
 */
export async function invitePatient(patientId: string | undefined, dependencies: InviteDependencies): Promise<Invitation> {
  const patient = patientId === undefined ? await nextPatient(dependencies) : await namedPatient(patientId, dependencies);
  return { ...dependencies.network(), token: await dependencies.invitations.issue(patient) };
}

async function namedPatient(patientId: string, { vault, book }: InviteDependencies): Promise<Hex> {
  const pseudonym = (await vault.findPatient(patientId))?.pseudonym;
  if (pseudonym === undefined) throw nobody('no patient of that id is in the vault');
  const entry = book.get(pseudonym);
  if (entry !== undefined && entry.custodyIndex === null) throw nobody('the patient has a wallet of her own');
  return pseudonym;
}

async function nextPatient({ vault, book, invitations }: InviteDependencies): Promise<Hex> {
  let inCustody: Hex | undefined;
  for await (const { pseudonym } of vault.patients()) {
    if (invitations.isInvited(pseudonym)) continue;
    if (book.get(pseudonym) === undefined) return pseudonym;
    if (book.get(pseudonym)?.custodyIndex !== null) inCustody ??= pseudonym;
  }
  if (inCustody !== undefined) return inCustody;
  throw nobody('every patient in the vault was invited already');
}

function nobody(reason: string): MedrecError {
  return new MedrecError({
    code: 'NO_PATIENT_TO_INVITE',
    message: 'There is no patient to invite.',
    facts: { reason },
    remedy: 'Load more records, or name another patient.',
  });
}
