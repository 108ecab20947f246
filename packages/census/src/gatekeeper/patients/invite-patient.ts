import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { Vault } from '../../vault/index.ts';
import { type InForceDependencies, walletInForce } from './in-force.ts';
import type { Invitations, IssuedToken } from './invitations.ts';

/** The file that a hospital hands to its patient. Whoever holds it can enter in her place: it goes over a private channel. */
export interface Invitation extends IssuedToken {
  readonly version: 1;
  /** URL. */
  readonly gatekeeper: string;
  /** The hospital's node, for a patient without her own. */
  readonly rpc?: string;
  readonly providerId: Hex;
  readonly chainId: number;
  readonly genesisHash: Hex;
}

/** What all of a hospital's invitations have in common. */
export type InvitationNetwork = Omit<Invitation, keyof IssuedToken>;

export interface InviteDependencies extends InForceDependencies {
  readonly vault: Pick<Vault, 'patients' | 'findPatient'>;
  readonly invitations: Invitations;
  readonly network: () => InvitationNetwork;
}

/**
 * Invites a patient: by the id that her source gives her, or the next whom nobody invited, if possible one without an
 * address in custody. @throws MedrecError `NO_PATIENT_YET`, `NO_PATIENT_TO_INVITE`.
 */
export async function invitePatient(patientId: string | undefined, dependencies: InviteDependencies): Promise<Invitation> {
  if (await isVaultEmpty(dependencies.vault)) throw noPatientYet();
  const patient = patientId === undefined ? await nextPatient(dependencies) : await namedPatient(patientId, dependencies);
  return { ...dependencies.network(), ...(await dependencies.invitations.issue(patient)) };
}

async function namedPatient(patientId: string, dependencies: InviteDependencies): Promise<Hex> {
  const pseudonym = (await dependencies.vault.findPatient(patientId))?.pseudonym;
  if (pseudonym === undefined) throw nobody('no patient of that id is in the vault');
  if ((await walletInForce(pseudonym, dependencies)) !== undefined) throw nobody('the patient has a wallet of her own');
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

/** True while not one patient is in the vault. */
export async function isVaultEmpty(vault: Pick<Vault, 'patients'>): Promise<boolean> {
  for await (const _ of vault.patients()) return false;
  return true;
}

function noPatientYet(): MedrecError {
  return new MedrecError({
    code: 'NO_PATIENT_YET',
    message: 'No patient is in the vault yet.',
    remedy: 'Load records that hold Patient resources; `medrec-census status` shows how a load went.',
  });
}

function nobody(reason: string): MedrecError {
  return new MedrecError({
    code: 'NO_PATIENT_TO_INVITE',
    message: 'There is no patient to invite.',
    facts: { reason },
    remedy: 'Load more records, or name another patient.',
  });
}
