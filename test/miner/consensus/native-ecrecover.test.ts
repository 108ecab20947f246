import { ecrecover } from '@ethereumjs/util';
import { createCommon } from '@medrec/miner/consensus';
import { SigningKey } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { testSpec } from './test-spec.ts';

// What would be lost: a node would disagree with the others about who signed, which is a consensus split.

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const recover = createCommon(testSpec()).customCrypto.ecrecover ?? ecrecover;

function outcome(by: typeof ecrecover, ...args: Parameters<typeof ecrecover>): string {
  try {
    return Buffer.from(by(...args)).toString('hex');
  } catch {
    return 'refused';
  }
}

it('recovers what the reference recovers, from real signatures', () => {
  fc.assert(
    fc.property(bytes32, bytes32, fc.constantFrom(undefined, 1n, 20_160n), (secret, hash, chainId) => {
      fc.pre(secret.some((byte) => byte !== 0) && secret[0] !== 0xff);
      const signature = new SigningKey(secret).sign(hash);
      const v = chainId === undefined ? BigInt(signature.v) : chainId * 2n + 35n + BigInt(signature.yParity);
      const args = [hash, v, Buffer.from(signature.r.slice(2), 'hex'), Buffer.from(signature.s.slice(2), 'hex'), chainId] as const;
      expect(outcome(recover, ...args)).toBe(outcome(ecrecover, ...args));
      expect(outcome(recover, ...args)).not.toBe('refused');
    }),
    { numRuns: 50 },
  );
});

it('refuses and accepts what the reference does, whatever the bytes', () => {
  const edge = fc.oneof(
    bytes32,
    fc.constant(new Uint8Array(32)),
    fc.constant(new Uint8Array(32).fill(0xff)),
    fc.uint8Array({ maxLength: 32 }),
  );
  fc.assert(
    fc.property(bytes32, fc.bigInt(0n, 40n), edge, edge, (hash, v, r, s) => {
      expect(outcome(recover, hash, v, r, s)).toBe(outcome(ecrecover, hash, v, r, s));
    }),
    { numRuns: 300 },
  );
});
