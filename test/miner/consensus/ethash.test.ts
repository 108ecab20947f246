import { createBlockHeaderFromRLP } from '@ethereumjs/block';
import { createEthash, meetsDifficulty, sealHash, standardCacheBytes, standardDatasetBytes } from '@medrec/miner/consensus';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { devnetPreset } from '@medrec/shared/chain';
import { describe, expect, it } from 'vitest';
import { officialTests } from './official-tests.ts';
import { testCommon } from './test-spec.ts';

// If these fail, this node's chain is not the network's: every seal would be judged otherwise.
const devnet = createEthash(devnetPreset.ethash);
const hash = hexToBytes('0xc9149cc0386e689d789a1c2f3d5d169a61a6218ed30e74414dc736e442ef3d1f');

describe('Ethash in test sizes', () => {
  it('gives go-ethereum’s digest and result', () => {
    const { mixHash, result } = devnet.hashimotoLight(0n, hash, 0n);
    expect(bytesToHex(mixHash)).toBe('0xe4073cffaef931d37117cefd9afd27ea0f1cad6a981dd2605c4a1ac97c519800');
    expect(bytesToHex(result)).toBe('0xd3539235ee2e6f8db665c0a72169f55b7f6c605712330b778ec3944f0eb5a557');
  });

  it('finds a seal by the whole dataset that the light check accepts', () => {
    const seal = devnet.search({ blockNumber: 30_000n, sealHash: hash, difficulty: 64n, startNonce: 2n ** 64n - 5n, count: 2000 });
    expect(seal).toBeDefined();
    const nonce = BigInt(bytesToHex(seal?.nonce ?? new Uint8Array(8)));
    const light = devnet.hashimotoLight(30_000n, hash, nonce);
    expect(bytesToHex(light.mixHash)).toBe(bytesToHex(seal?.mixHash ?? new Uint8Array(0)));
    expect(meetsDifficulty(light.result, 64n)).toBe(true);
  });

  it('gives up after the nonces it was given', () => {
    expect(devnet.search({ blockNumber: 0n, sealHash: hash, difficulty: 2n ** 200n, startNonce: 0n, count: 3 })).toBeUndefined();
  });

  it('accepts a result equal to the target', () => {
    const target = 2n ** 256n / 1000n;
    const bytes = (value: bigint) => hexToBytes(`0x${value.toString(16).padStart(64, '0')}`);
    expect(meetsDifficulty(bytes(target), 1000n)).toBe(true);
    expect(meetsDifficulty(bytes(target + 1n), 1000n)).toBe(false);
    expect(meetsDifficulty(bytes(0n), 0n)).toBe(false);
  });
});

describe('standard sizes', () => {
  it.each([
    [0, 16776896, 1073739904],
    [1, 16907456, 1082130304],
    [2, 17039296, 1090514816],
    [2047, 285081536, 18245220736],
  ])('of epoch %i are Ethereum’s', (epoch, cacheBytes, datasetBytes) => {
    expect(standardCacheBytes(epoch)).toBe(cacheBytes);
    expect(standardDatasetBytes(epoch)).toBe(datasetBytes);
  });
});

interface PowVector {
  readonly header: string;
  readonly header_hash: string;
  readonly mixHash: string;
  readonly nonce: string;
  readonly result: string;
}

const vectors = officialTests<Record<string, PowVector>>('tests-core/PoWTests/ethash_tests.json');

describe.skipIf(!vectors)('official PoWTests', () => {
  it('agree in seal hash, digest and result', { timeout: 240_000 }, () => {
    const ethash = createEthash({ mode: 'standard' });
    for (const vector of Object.values(vectors ?? {})) {
      const header = createBlockHeaderFromRLP(hexToBytes(`0x${vector.header}`), { common: testCommon() });
      expect(bytesToHex(sealHash(header))).toBe(`0x${vector.header_hash}`);
      const { mixHash, result } = ethash.hashimotoLight(header.number, sealHash(header), BigInt(`0x${vector.nonce}`));
      expect(bytesToHex(mixHash)).toBe(`0x${vector.mixHash}`);
      expect(bytesToHex(result)).toBe(`0x${vector.result}`);
    }
  });
});
