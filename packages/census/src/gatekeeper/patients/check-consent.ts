import { type Hex, sameAddress } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { CONSENT_TYPES, type ConsentMessage, type TypedDomain } from '@medrec/shared/signing';
import { recoverSigner } from '../authorise/recover-signer.ts';
import { signatureInvalid } from '../authorise/signed-request.ts';

/** What a patient's wallet registers: the fields of its `Consent`, and the signature. */
export interface EnrolRegistration {
  readonly account: Hex;
  readonly commitment: Hex;
  readonly encryptionKey: Hex;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly consent: Hex;
}

/** Time for a transaction to reach a block before the consent runs out. */
const LEAST_SECONDS_LEFT = 60n;

/**
 * What the Registrar will check, checked before a transaction is spent on it: the new address agrees to be registered as
 * this provider's patient, and to the relationship. @throws MedrecError `SIGNATURE_INVALID`, `CONSENT_INVALID`.
 */
export function checkConsent(registration: EnrolRegistration, sponsor: Hex, domain: TypedDomain, nowSeconds: bigint): void {
  const { consent, ...fields } = registration;
  const message: ConsentMessage = { ...fields, sponsor, role: ROLE.patient, acceptRelationship: true };
  const signer = recoverSigner(domain, CONSENT_TYPES, message, consent);
  if (signer === undefined || !sameAddress(signer, registration.account)) throw signatureInvalid('signer');
  if (registration.deadline < nowSeconds + LEAST_SECONDS_LEFT) {
    throw new MedrecError({
      code: 'CONSENT_INVALID',
      message: 'The consent runs out before it can reach a block.',
      facts: { deadline: registration.deadline, now: nowSeconds, leastSeconds: LEAST_SECONDS_LEFT },
      remedy: 'Sign it with a later deadline.',
    });
  }
}
