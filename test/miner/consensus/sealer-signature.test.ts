import { createBlockHeader } from '@ethereumjs/block';
import { recoverSealer, sealerDigest, signSealer } from '@medrec/miner/consensus';
import { bytesToHex, concatBytes, type Hex } from '@medrec/shared/bytes';
import { computeAddress, recoverAddress } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCommon } from './test-spec.ts';

// Who sealed a block is who is paid for it: another answer than the reference's would split the network over a reward.

const common = testCommon();
const GENESIS: Hex = `0x${'0e'.repeat(32)}`;
const free = new Uint8Array(32).fill(7);
const headerWith = (signature: Uint8Array) =>
  createBlockHeader({ number: 9, difficulty: 1024, timestamp: 400, extraData: concatBytes(free, signature) }, { common });
const digest = sealerDigest(headerWith(new Uint8Array(65)), GENESIS);

describe('a sealer’s signature', () => {
  it('leads to the address of its key', () => {
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes[0] !== 0xff && bytes.some((byte) => byte !== 0));
    fc.assert(
      fc.property(key, (bytes) => {
        const privateKey = bytesToHex(bytes);
        expect(recoverSealer(headerWith(signSealer(digest, privateKey)), GENESIS)).toBe(computeAddress(privateKey).toLowerCase());
      }),
      { numRuns: 25 },
    );
  });

  it('is judged as the reference judges it, whatever the bytes', () => {
    const low = fc.uint8Array({ minLength: 65, maxLength: 65 }).map((bytes) => {
      bytes[32] = (bytes[32] as number) & 0x3f;
      bytes[64] = 27 + ((bytes[64] as number) & 1);
      return bytes;
    });
    const edges = [0, 1, 31].map((at) => Uint8Array.from({ length: 65 }, (_, index) => (index === 64 ? 27 : index === at + 32 ? 1 : 0)));
    const same = (signature: Uint8Array): void => {
      let expected: string | undefined;
      try {
        expected = recoverAddress(digest, bytesToHex(signature)).toLowerCase();
      } catch {
        expect(() => recoverSealer(headerWith(signature), GENESIS)).toThrowError(expect.objectContaining({ code: 'SEALER_UNSIGNED' }));
        return;
      }
      expect(recoverSealer(headerWith(signature), GENESIS)).toBe(expected);
    };
    for (const edge of edges) same(edge);
    fc.assert(fc.property(low, same), { numRuns: 60 });
  });
});
