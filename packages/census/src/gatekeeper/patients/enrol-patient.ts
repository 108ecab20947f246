import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { TypedDomain } from '@medrec/shared/signing';
import { type HospitalChain, type PatientBook, RELATIONSHIP_STATE, type RelationshipPublisher } from '../../publisher/index.ts';
import { checkConsent, type EnrolRegistration } from './check-consent.ts';
import { walletInForce } from './in-force.ts';
import type { Invitations, StoredInvitation } from './invitations.ts';

export interface EnrolDependencies {
  readonly chain: HospitalChain;
  readonly invitations: Invitations;
  readonly book: PatientBook;
  readonly publisher: Pick<RelationshipPublisher, 'plan'>;
  readonly domain: TypedDomain;
  /** The provider's account. */
  readonly sponsor: Hex;
  readonly nowSeconds: () => bigint;
}

export type EnrolPatient = (token: Hex, registration: EnrolRegistration) => Promise<{ relationship: Hex }>;

/**
 * Takes an invited patient's own address into the book; the publisher brings it onto the chain. The same call may be made
 * again: it answers the same, and takes a newer consent while the chain has none. One at a time, so that a token serves one address.
 */
export function createEnrolPatient(dependencies: EnrolDependencies): EnrolPatient {
  let queue: Promise<unknown> = Promise.resolve();
  return (token, registration) => {
    const result = queue.then(() => enrolPatient(token, registration, dependencies));
    queue = result.catch(() => undefined); // its caller gets the error; the next patient must not
    return result;
  };
}

/** @throws MedrecError `INVITATION_INVALID`, `INVITATION_EXPIRED`, `INVITATION_USED`, `SIGNATURE_INVALID`, `CONSENT_INVALID`. */
async function enrolPatient(token: Hex, registration: EnrolRegistration, dependencies: EnrolDependencies): Promise<{ relationship: Hex }> {
  const { chain, invitations, book, nowSeconds } = dependencies;
  const { account, encryptionKey, commitment, deadline, consent } = registration;
  const invitation = invitations.find(token);
  checkConsent(registration, dependencies.sponsor, dependencies.domain, nowSeconds());
  const relationship = account;
  const { state } = await chain.relationship(relationship, 'latest');
  const owner = book.patientOf(relationship);
  const isHers = owner === invitation.patient;
  if (state !== RELATIONSHIP_STATE.none) {
    if (isHers) return { relationship };
    throw used('the address has a relationship already');
  }
  if (owner !== undefined && !isHers) throw used('the address is another patient’s');
  if (!isHers) await requireOpen(invitation, dependencies);
  await invitations.use(token, account);
  const signed = { commitment, deadline: deadline.toString(), consent };
  await dependencies.publisher.plan(invitation.patient, { relationship, encryptionKey, custodyIndex: null, registration: signed });
  return { relationship };
}

/** An address that is not in the book yet comes in only where no wallet is, and with an invitation that still stands. */
async function requireOpen(invitation: StoredInvitation, dependencies: EnrolDependencies): Promise<void> {
  if ((await walletInForce(invitation.patient, dependencies)) !== undefined) throw used('another address was registered already');
  if (invitation.isVoid) throw used('another invitation of the same patient was used');
  if (invitation.expiresAt > dependencies.nowSeconds()) return;
  throw new MedrecError({
    code: 'INVITATION_EXPIRED',
    message: 'The invitation has run out.',
    facts: { expiresAt: invitation.expiresAt },
    remedy: 'Ask the hospital for a new invitation.',
  });
}

function used(reason: string): MedrecError {
  return new MedrecError({
    code: 'INVITATION_USED',
    message: 'The invitation cannot bring in this address.',
    facts: { reason },
    remedy: 'Use the wallet that accepted it first, or ask the hospital for a new invitation.',
  });
}
