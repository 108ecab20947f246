import { bytesToHex, compareBytes, concatBytes, equalBytes, keccak, keccakHex, sha256, sha256Hex } from '@medrec/shared/bytes';
import { sha256 as ethersSha256, keccak256 } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: agreement with Ethereum's hash, and with it every commitment on the chain.

describe('hashes', () => {
  it('agree with an independent implementation', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(keccakHex(bytes)).toBe(keccak256(bytes));
        expect(sha256Hex(bytes)).toBe(ethersSha256(bytes));
        expect([bytesToHex(keccak(bytes)), bytesToHex(sha256(bytes))]).toEqual([keccakHex(bytes), sha256Hex(bytes)]);
      }),
    );
  });

  it('are Keccak, not NIST’s SHA-3, for the empty string', () => {
    expect(keccakHex(new Uint8Array())).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  });
});

describe('buffers', () => {
  it('compare and join as byte strings', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(Buffer.from(concatBytes(a, b)).equals(Buffer.concat([a, b]))).toBe(true);
        expect(equalBytes(a, b)).toBe(compareBytes(a, b) === 0);
        expect(Math.sign(compareBytes(a, b))).toBe(-Math.sign(compareBytes(b, a)) + 0);
      }),
    );
  });
});
