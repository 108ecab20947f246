import { epochOf, meetsDifficulty, seedHash, sizesAt, standardCacheBytes, standardDatasetBytes, targetOf } from '@medrec/miner/ethash';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/ethash.json' with { type: 'json' };

// If these fail, this node mines over another dataset than the network's, or accepts other results.

describe('standard sizes and seeds', () => {
  it.each(vectors.chfast.sizes)('of epoch %i are Ethereum’s', (epoch = 0, cacheBytes = 0, datasetBytes = 0) => {
    expect(standardCacheBytes(epoch)).toBe(cacheBytes);
    expect(standardDatasetBytes(epoch)).toBe(datasetBytes);
    expect(sizesAt({ mode: 'standard' }, epoch)).toEqual({ cacheBytes, datasetBytes });
  });

  it('give each epoch of 30,000 blocks its seed', () => {
    expect([0n, 29_999n, 30_000n, 5_306_861n].map(epochOf)).toEqual([0, 0, 1, 176]);
    expect(seedHash(0)).toEqual(new Uint8Array(32));
    for (const [epoch, seed] of vectors.chfast.seeds) expect(bytesToHex(seedHash(Number(epoch)))).toBe(`0x${seed}`);
  });

  it('are the spec’s own in fixed mode, and both must be there', () => {
    expect(sizesAt({ mode: 'fixed', cacheBytes: 1024, datasetBytes: 32768 }, 7)).toEqual({ cacheBytes: 1024, datasetBytes: 32768 });
    expect(() => sizesAt({ mode: 'fixed' }, 0)).toThrowError(expect.objectContaining({ code: 'ETHASH_SIZES_MISSING' }));
  });
});

describe('a target', () => {
  const bytes = (value: bigint) => hexToBytes(`0x${value.toString(16).padStart(64, '0')}`);

  it('is 2^256 / difficulty, and a result equal to it counts', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n, max: 2n ** 256n - 1n }), (difficulty) => {
        const target = 2n ** 256n / difficulty;
        expect(targetOf(difficulty)).toEqual(bytes(target));
        expect(meetsDifficulty(bytes(target), difficulty)).toBe(true);
        expect(meetsDifficulty(bytes(target + 1n), difficulty)).toBe(false);
      }),
    );
  });

  it('lets every result pass for difficulty 1, and none below', () => {
    const greatest = bytes(2n ** 256n - 1n);
    expect(targetOf(1n)).toEqual(greatest);
    expect(meetsDifficulty(greatest, 1n)).toBe(true);
    expect(meetsDifficulty(bytes(0n), 0n)).toBe(false);
    expect(meetsDifficulty(bytes(0n), -1n)).toBe(false);
  });
});
