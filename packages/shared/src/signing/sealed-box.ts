import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { type Hex, hexToBytes } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { EncryptionKeyPair } from './encryption-key.ts';

// RFC 8410: the DER prefix of an X25519 public key.
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');
const PUBLIC_KEY_BYTES = 32;
const TAG_BYTES = 16;

/**
 * Encrypts to an X25519 public key: ephemeral key (32) ‖ AES-256-GCM ciphertext ‖ tag (16).
 * Key and nonce come from HKDF-SHA256 over the shared secret and both public keys, so each box has its own
 * (the scheme of RFC 9180's base mode, without its framing). `context` is authenticated, not carried.
 */
export function sealTo(publicKey: Hex, plaintext: Uint8Array, context: Uint8Array): Uint8Array {
  const ephemeral = generateKeyPairSync('x25519');
  const ephemeralPublic = ephemeral.publicKey.export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_KEY_BYTES);
  const { key, nonce } = derive(ephemeral.privateKey, publicKeyObject(hexToBytes(publicKey)), ephemeralPublic, hexToBytes(publicKey));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(context);
  return new Uint8Array(Buffer.concat([ephemeralPublic, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
}

/** @throws MedrecError `SEALED_BOX_INVALID` when the box was not made for this key and context, or was changed. */
export function openSealed(keys: EncryptionKeyPair, box: Uint8Array, context: Uint8Array): Uint8Array {
  try {
    const ephemeralPublic = box.subarray(0, PUBLIC_KEY_BYTES);
    const { key, nonce } = derive(keys.privateKey, publicKeyObject(ephemeralPublic), ephemeralPublic, hexToBytes(keys.publicKey));
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(context);
    decipher.setAuthTag(box.subarray(-TAG_BYTES));
    return new Uint8Array(Buffer.concat([decipher.update(box.subarray(PUBLIC_KEY_BYTES, -TAG_BYTES)), decipher.final()]));
  } catch (cause) {
    throw new MedrecError({
      code: 'SEALED_BOX_INVALID',
      message: 'The encrypted package does not open with this key.',
      facts: { bytes: box.length },
      cause,
      remedy: 'Ask for it again; it was made for another key, or changed on the way.',
    });
  }
}

function publicKeyObject(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
}

function derive(
  privateKey: KeyObject,
  publicKey: KeyObject,
  ephemeralPublic: Uint8Array,
  recipientPublic: Uint8Array,
): { key: Uint8Array; nonce: Uint8Array } {
  const shared = diffieHellman({ privateKey, publicKey });
  const salt = Buffer.concat([ephemeralPublic, recipientPublic]);
  const bytes = new Uint8Array(hkdfSync('sha256', shared, salt, 'medrec/sealed-box/1', 44));
  return { key: bytes.subarray(0, 32), nonce: bytes.subarray(32) };
}
