import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { bytesToHex, type Hex, hexToBytes } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';

export interface EncryptionKeyPair {
  readonly privateKey: KeyObject;
  /** X25519, 32 bytes: what the Registrar holds. */
  readonly publicKey: Hex;
}

// RFC 8410: the DER prefix that turns 32 raw bytes into a PKCS#8 X25519 private key.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');

export function encryptionKeyPairFrom(secret: Uint8Array): EncryptionKeyPair {
  if (secret.length !== 32)
    throw new MedrecError({ code: 'KEY_LENGTH', message: 'An X25519 private key has 32 bytes.', facts: { bytes: secret.length } });
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(privateKey).export({ format: 'jwk' }).x as string;
  return { privateKey, publicKey: bytesToHex(Buffer.from(raw, 'base64url')) };
}

/** The encryption key that belongs to an Ethereum account, derived from its private key, so that one secret is enough to keep. */
export function encryptionKeyPairOf(accountPrivateKey: Hex): EncryptionKeyPair {
  const secret = hkdfSync('sha256', hexToBytes(accountPrivateKey), new Uint8Array(0), 'medrec/x25519/1', 32);
  return encryptionKeyPairFrom(new Uint8Array(secret));
}
