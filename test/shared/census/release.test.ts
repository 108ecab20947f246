import { keccakHex } from '@medrec/shared/bytes';
import {
  manifestCommitment,
  manifestHash,
  parseReleaseManifest,
  RELEASE_FORMAT,
  type ReleaseManifest,
  releaseKey,
} from '@medrec/shared/census';
import { AbiCoder, keccak256 } from 'ethers';
import { describe, expect, it } from 'vitest';

// What would be lost: the lab's proof that the bytes it was paid with are those the hospital committed to.

const word = (byte: string) => `0x${byte.repeat(32)}` as const;
const manifest: ReleaseManifest = {
  format: RELEASE_FORMAT,
  chainId: 1,
  genesisHash: word('01'),
  providerId: word('02'),
  product: { id: 'C01', definitionHash: word('03') },
  epoch: 5,
  tier: 1,
  snapshotRoot: word('04'),
  microRho: 100,
  minimumCohort: 11,
  files: [{ path: 'data.csv', bytes: 10, sha256: word('05') }],
};

describe('releases', () => {
  it('are named by provider, product and epoch as the Census contract names them', () => {
    const encoded = AbiCoder.defaultAbiCoder().encode(['bytes32', 'bytes32', 'uint64'], [word('02'), word('03'), 5n]);
    expect(releaseKey({ providerId: word('02'), product: word('03'), epoch: 5n })).toBe(keccak256(encoded));
    const keys = [0n, 1n].map((epoch) => releaseKey({ providerId: word('02'), product: word('03'), epoch }));
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('are committed to by manifest and salt together', () => {
    const hash = manifestHash(parseReleaseManifest(JSON.parse(JSON.stringify(manifest))));
    expect(hash).toBe(manifestHash(manifest));
    expect(manifestCommitment(hash, word('06'))).toBe(
      keccak256(AbiCoder.defaultAbiCoder().encode(['bytes32', 'bytes32'], [hash, word('06')])),
    );
    expect(manifestCommitment(hash, word('07'))).not.toBe(manifestCommitment(hash, word('06')));
  });

  it('are refused when a file would be written elsewhere', () => {
    for (const path of ['../x', '/etc/passwd', 'a/b', '.hidden', '']) {
      const value = { ...manifest, files: [{ path, bytes: 1, sha256: keccakHex(new Uint8Array()) }] };
      expect(() => parseReleaseManifest(value)).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
    }
  });
});
