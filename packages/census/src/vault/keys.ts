import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';

export interface VaultKeys {
  /** AES-256 key of the values. */
  readonly encryption: KeyObject;
  /** A pseudonym of `length` bytes for a name; the same name in another domain gets another. */
  name(domain: string, name: string, length: number): Buffer;
}

/** The vault's key, derived from the hospital's account key, so that one seed is enough to keep. 32 bytes. */
export function vaultKeyFrom(privateKeyHex: Hex): Uint8Array {
  return derive(hexToBytes(privateKeyHex), 'medrec/vault/1');
}

/** @throws MedrecError `KEY_LENGTH`. */
export function deriveVaultKeys(key: Uint8Array): VaultKeys {
  if (key.length !== 32)
    throw new MedrecError({ code: 'KEY_LENGTH', message: 'The vault’s key has 32 bytes.', facts: { bytes: key.length } });
  // Key objects: handing raw bytes to each call costs four times as much as the call itself.
  const naming = createSecretKey(derive(key, 'medrec/vault/names/1'));
  return {
    encryption: createSecretKey(derive(key, 'medrec/vault/values/1')),
    name: (domain, name, length) => createHmac('sha256', naming).update(`${domain}\0${name}`).digest().subarray(0, length),
  };
}

function derive(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), purpose, 32));
}
