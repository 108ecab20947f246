import type { HDNodeWallet } from 'ethers';
import type { Hex } from '../bytes/index.ts';
import { ROTATION_CONSENT_TYPES, type TypedDomain } from '../signing/index.ts';
import { addressOf, encryptionKeys } from './accounts.ts';
import type { RotationRequest } from './recovery-kit.ts';

/** A week: custodians have to be reached. */
const LIFETIME_SECONDS = 7 * 86_400;

/** The new account agrees to take the participant over. */
export async function signRotation(domain: TypedDomain, id: Hex, account: Hex, newKey: HDNodeWallet): Promise<RotationRequest> {
  const message = {
    id,
    newAccount: addressOf(newKey),
    newEncryptionKey: encryptionKeys(newKey).publicKey,
    deadline: BigInt(Math.floor(Date.now() / 1000) + LIFETIME_SECONDS),
  };
  const consent = (await newKey.signTypedData(domain, ROTATION_CONSENT_TYPES, message)) as Hex;
  return { version: 1, account, consent, ...message };
}
