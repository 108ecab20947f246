import { type Hex, sameAddress } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { TypedDomain } from '@medrec/shared/signing';
import { type HospitalChain, type PatientBook, RELATIONSHIP_STATE, type RelationshipPublisher } from '../../publisher/index.ts';
import { checkConsent, type EnrolRegistration } from './check-consent.ts';
import type { Invitations } from './invitations.ts';

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

/** @throws MedrecError `INVITATION_INVALID`, `INVITATION_USED`, `SIGNATURE_INVALID`, `CONSENT_INVALID`. */
async function enrolPatient(token: Hex, registration: EnrolRegistration, dependencies: EnrolDependencies): Promise<{ relationship: Hex }> {
  const { chain, invitations, book, nowSeconds } = dependencies;
  const { account, encryptionKey, commitment, deadline, consent } = registration;
  const invitation = invitations.find(token);
  checkConsent(registration, dependencies.sponsor, dependencies.domain, nowSeconds());
  const relationship = account;
  const { state } = await chain.relationship(relationship, 'latest');
  const isHers = book.patientOf(relationship) === invitation.patient;
  if (state !== RELATIONSHIP_STATE.none) {
    if (isHers) return { relationship };
    throw used('the address has a relationship already');
  }
  const owner = book.patientOf(relationship);
  if (owner !== undefined && !isHers) throw used('the address is another patient’s');
  if (
    invitation.account !== null &&
    !sameAddress(invitation.account, account) &&
    (await isInForce(invitation.patient, invitation.account, dependencies))
  ) {
    throw used('another address was registered with it');
  }
  await invitations.use(token, account);
  const signed = { commitment, deadline: deadline.toString(), consent };
  await dependencies.publisher.plan(invitation.patient, { relationship, encryptionKey, custodyIndex: null, registration: signed });
  return { relationship };
}

/** An earlier address keeps the invitation while the chain has it, or may still take it. */
async function isInForce(patient: Hex, account: Hex, { chain, book, nowSeconds }: EnrolDependencies): Promise<boolean> {
  const { state } = await chain.relationship(account, 'latest');
  if (state !== RELATIONSHIP_STATE.none) return true;
  const registration = book.get(patient)?.registration;
  return registration != null && BigInt(registration.deadline) > nowSeconds();
}

function used(reason: string): MedrecError {
  return new MedrecError({
    code: 'INVITATION_USED',
    message: 'The invitation cannot bring in this address.',
    facts: { reason },
    remedy: 'Use the wallet that accepted it first, or ask the hospital for a new invitation.',
  });
}
