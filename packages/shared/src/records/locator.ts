import { createCipheriv, createDecipheriv, createHmac, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import { concatBytes, equalBytes, type Hex, hexToBytes } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { EncryptionKeyPair } from '../signing/index.ts';

export interface LocatorKeys {
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
}

const HANDLE_BYTES = 16;
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** The keys that only steward and patient share: HKDF over X25519(own private, other's public). Both sides get the same. */
export function locatorKeys(own: EncryptionKeyPair, otherPublicKey: Hex): LocatorKeys {
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, hexToBytes(otherPublicKey)]), format: 'der', type: 'spki' });
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey });
  const bytes = new Uint8Array(hkdfSync('sha256', shared, new Uint8Array(0), 'medrec/locator/1', 64));
  return { encryption: bytes.subarray(0, 32), authentication: bytes.subarray(32) };
}

/**
 * Encrypts a random 16-byte record handle to a 32-byte locator: tag (16) ‖ AES-256-CTR ciphertext (16), the tag being
 * the synthetic initialisation vector HMAC-SHA256(handle)[0..16) (construction of RFC 5297). Handles are random, so
 * that being deterministic tells nothing.
 */
export function sealLocator(keys: LocatorKeys, handle: Uint8Array): Uint8Array {
  if (handle.length !== HANDLE_BYTES)
    throw new MedrecError({ code: 'HANDLE_LENGTH', message: 'A record handle has 16 bytes.', facts: { bytes: handle.length } });
  const tag = syntheticIv(keys, handle);
  const cipher = createCipheriv('aes-256-ctr', keys.encryption, tag);
  return concatBytes(tag, cipher.update(handle), cipher.final());
}

/** @throws MedrecError `LOCATOR_INVALID` when it was not made with these keys. */
export function openLocator(keys: LocatorKeys, locator: Uint8Array): Uint8Array {
  const tag = locator.subarray(0, HANDLE_BYTES);
  if (locator.length === 2 * HANDLE_BYTES) {
    const decipher = createDecipheriv('aes-256-ctr', keys.encryption, tag);
    const handle = concatBytes(decipher.update(locator.subarray(HANDLE_BYTES)), decipher.final());
    if (equalBytes(syntheticIv(keys, handle), tag)) return handle;
  }
  throw new MedrecError({
    code: 'LOCATOR_INVALID',
    message: 'The record locator does not open with this relationship’s key.',
    facts: { bytes: locator.length },
    remedy: 'After a key rotation the provider re-encrypts locators; try again once it has.',
  });
}

function syntheticIv(keys: LocatorKeys, handle: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', keys.authentication).update(handle).digest().subarray(0, HANDLE_BYTES));
}
