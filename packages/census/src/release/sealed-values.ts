import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { MedrecError } from '@medrec/shared/errors';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: nonce (12) ‖ ciphertext ‖ tag (16). The name is authenticated, so values cannot be swapped on disk. */
export function sealValue(key: Uint8Array, name: string, value: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  return new Uint8Array(Buffer.concat([nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]));
}

/** @throws MedrecError `RELEASE_STORE_UNREADABLE` for another key or changed bytes. */
export function openValue(key: Uint8Array, name: string, sealed: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-TAG_BYTES));
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]));
  } catch (cause) {
    throw new MedrecError({
      code: 'RELEASE_STORE_UNREADABLE',
      message: 'A stored release does not open with this key.',
      cause,
      remedy: 'Use the passphrase the store was made with, or restore the store from a copy.',
    });
  }
}
