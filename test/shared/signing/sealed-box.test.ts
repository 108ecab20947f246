import { generateKeyPairSync } from 'node:crypto';
import { encryptionKeyPairFrom, encryptionKeyPairOf, openSealed, sealTo } from '@medrec/shared/signing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: the secrecy of a release on its way, and the lab's sight of a changed one.

const alice = encryptionKeyPairFrom(new Uint8Array(32).fill(7));
const bob = encryptionKeyPairFrom(new Uint8Array(32).fill(8));
const context = new TextEncoder().encode('medrec-release');
const refused = expect.objectContaining({ code: 'SEALED_BOX_INVALID' });

describe('sealed box', () => {
  it('opens for its key and context', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.uint8Array({ maxLength: 64 }), (plain, about) => {
        expect(openSealed(alice, sealTo(alice.publicKey, plain, about), about)).toEqual(new Uint8Array(plain));
      }),
      { numRuns: 50 },
    );
  });

  it('stays shut for another key and another context', () => {
    const box = sealTo(alice.publicKey, new Uint8Array(10), context);
    expect(() => openSealed(bob, box, context)).toThrow(refused);
    expect(() => openSealed(alice, box, new Uint8Array())).toThrow(refused);
  });

  it('stays shut when any one bit was flipped', () => {
    const box = sealTo(alice.publicKey, new TextEncoder().encode('counts'), context);
    fc.assert(
      fc.property(fc.nat(box.length - 1), fc.nat(7), (at, bit) => {
        // X25519 ignores the top bit of the ephemeral key (RFC 7748, section 5); the key derivation does not.
        const changed = new Uint8Array(box);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(() => openSealed(alice, changed, context)).toThrow(refused);
      }),
      { numRuns: 300 },
    );
  });

  it('throws its own error, and nothing else, on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        expect(() => openSealed(alice, bytes, context)).toThrow(refused);
      }),
      { numRuns: 500 },
    );
  });

  it('never makes the same box twice', () => {
    const boxes = Array.from({ length: 20 }, () => Buffer.from(sealTo(alice.publicKey, new Uint8Array(4), context)).toString('hex'));
    expect(new Set(boxes).size).toBe(20);
  });
});

describe('encryption keys', () => {
  it('agree with the platform’s X25519', () => {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    const secret = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
    const expected = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
    expect(encryptionKeyPairFrom(secret).publicKey).toBe(`0x${expected}`);
  });

  it('follow from the account, and differ from account to account', () => {
    const [a, b] = [`0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`] as const;
    expect(encryptionKeyPairOf(a).publicKey).toBe(encryptionKeyPairOf(a).publicKey);
    expect(encryptionKeyPairOf(a).publicKey).not.toBe(encryptionKeyPairOf(b).publicKey);
  });

  it('have 32 bytes', () => {
    expect(() => encryptionKeyPairFrom(new Uint8Array(31))).toThrow(expect.objectContaining({ code: 'KEY_LENGTH' }));
  });
});
