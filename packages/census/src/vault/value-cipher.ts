import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { MedrecError } from '@medrec/shared/errors';

export interface ValueCipher {
  /** nonce (12) ‖ ciphertext ‖ tag (16). Bound to the store's key, so that values cannot change places unnoticed. */
  seal(storeKey: Uint8Array, plaintext: string): Buffer;
  /** @throws MedrecError `VAULT_VALUE_ALTERED`. */
  open(storeKey: Uint8Array, sealed: Uint8Array): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
// Random nonces, drawn in bulk: one key may seal 2^32 values before a repeat is likelier than 2^-32 (SP 800-38D, 8.3).
const POOL_NONCES = 1024;

/** AES-256-GCM for the vault's values. */
export function createValueCipher(key: KeyObject): ValueCipher {
  const pool = Buffer.alloc(NONCE_BYTES * POOL_NONCES);
  let used = pool.length;
  const nextNonce = (): Buffer => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += NONCE_BYTES;
    return pool.subarray(used - NONCE_BYTES, used);
  };
  return {
    seal(storeKey, plaintext) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(storeKey);
      return Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    open(storeKey, sealed) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
        decipher.setAAD(storeKey);
        decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
        return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new MedrecError({
          code: 'VAULT_VALUE_ALTERED',
          message: 'A value in the vault does not open: it was changed on disk, or the key is another one.',
          facts: { bytes: sealed.length },
          cause,
          remedy: 'Restore the vault’s folder from a copy.',
        });
      }
    },
  };
}
