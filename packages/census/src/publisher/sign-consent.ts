import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import { CONSENT_TYPES, type ConsentMessage, type TypedDomain } from '@medrec/shared/signing';
import type { CustodyAccount } from './custody.ts';

/** A consent must outlive the way into a block; one that fails is simply signed again. */
const CONSENT_LIFETIME_SECONDS = 3600n;

/** What `enroll` carries for one patient: the Registrar's `Registration`. */
export interface Registration {
  readonly account: Hex;
  readonly role: number;
  /** Salted commitment that becomes the participant's id. */
  readonly commitment: Hex;
  readonly encryptionKey: Hex;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly consent: Hex;
}

/** The consent of an address in custody, to be registered and to the relationship; its participant id is random, so it says nothing. */
export async function signConsent(account: CustodyAccount, sponsor: Hex, domain: TypedDomain, nowSeconds: bigint): Promise<Registration> {
  const message: ConsentMessage = {
    account: account.account,
    sponsor,
    role: ROLE.patient,
    commitment: bytesToHex(randomBytes(32)),
    encryptionKey: account.encryptionKey,
    acceptRelationship: true,
    deadline: nowSeconds + CONSENT_LIFETIME_SECONDS,
  };
  const consent = (await account.wallet.signTypedData(domain, CONSENT_TYPES, message)) as Hex;
  const { role, commitment, encryptionKey, deadline } = message;
  return { account: account.account, role, commitment, encryptionKey, deadline, consent };
}
