import { kernelKeccak } from '@medrec/miner/ethash';
import { bytesToHex, keccak } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCommon } from '../consensus/test-spec.ts';

// Every hash on the chain: one wrong at one length is a fork.

describe('Keccak by the kernel', () => {
  it('is Keccak-256, at the sponge’s every length and on both sides of what one call takes', () => {
    const lengths = [...Array.from({ length: 420 }, (_, length) => length), 32_767, 32_768, 32_769, 60_000];
    for (const length of lengths) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) & 255);
      expect(bytesToHex(kernelKeccak(bytes)), `${length} bytes`).toBe(bytesToHex(keccak(bytes)));
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => bytesToHex(kernelKeccak(bytes)) === bytesToHex(keccak(bytes))));
  });

  it('gives each caller a hash of its own', () => {
    const first = kernelKeccak(Uint8Array.of(1));
    const before = bytesToHex(first);
    kernelKeccak(Uint8Array.of(2));
    expect(bytesToHex(first)).toBe(before);
  });

  it('is what blocks, transactions and the EVM use', () => {
    expect(testCommon().customCrypto.keccak256).toBe(kernelKeccak);
  });
});
