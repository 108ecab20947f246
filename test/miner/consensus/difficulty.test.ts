import { nextDifficulty } from '@medrec/miner/consensus';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { officialTests } from './official-tests.ts';

const ethereum = { durationDivisorSeconds: 9, boundDivisor: 2048, minimum: 131_072 };
const devnet = { durationDivisorSeconds: 2, boundDivisor: 32, minimum: 1024 };
const parent = { difficulty: 2_048_000n, timestamp: 100n, hasOmmers: false };

describe('difficulty', () => {
  it('rises after a quick block, twice as much after ommers, and falls after a slow one', () => {
    expect(nextDifficulty(ethereum, parent, 108n)).toBe(2_049_000n);
    expect(nextDifficulty(ethereum, { ...parent, hasOmmers: true }, 108n)).toBe(2_050_000n);
    expect(nextDifficulty(ethereum, parent, 109n)).toBe(2_048_000n);
    expect(nextDifficulty(ethereum, parent, 118n)).toBe(2_047_000n);
  });

  it('falls by 99 units at most in one step', () => {
    expect(nextDifficulty(ethereum, parent, 1_000_000n)).toBe(2_048_000n - 99_000n);
  });

  it('never goes under the minimum, and rises from it on a devnet', () => {
    fc.assert(
      fc.property(fc.bigInt(1024n, 2n ** 60n), fc.bigInt(1n, 10_000n), fc.boolean(), (difficulty, elapsed, hasOmmers) => {
        const next = nextDifficulty(devnet, { difficulty, timestamp: 50n, hasOmmers }, 50n + elapsed);
        expect(next).toBeGreaterThanOrEqual(1024n);
        if (elapsed === 1n) expect(next).toBeGreaterThan(difficulty);
      }),
    );
  });
});

interface DifficultyVector {
  readonly currentBlockNumber: string;
  readonly currentDifficulty: string;
  readonly currentTimestamp: string;
  readonly parentDifficulty: string;
  readonly parentTimestamp: string;
  readonly parentUncles: string;
}

const official = officialTests<{ difficultyByzantium: { Byzantium: Record<string, DifficultyVector> } }>(
  'tests-core/DifficultyTests/dfByzantium/difficultyByzantium.json',
);
/** Below it the bomb, which this chain has not, is zero. */
const FIRST_BOMB_BLOCK = 3_200_000n;

describe.skipIf(!official)('official DifficultyTests', () => {
  it('agree wherever the bomb is zero', () => {
    const cases = Object.entries(official?.difficultyByzantium.Byzantium ?? {}).filter(
      ([, c]) => BigInt(c.currentBlockNumber) < FIRST_BOMB_BLOCK,
    );
    expect(cases.length).toBeGreaterThan(100);
    for (const [name, c] of cases) {
      const from = {
        difficulty: BigInt(c.parentDifficulty),
        timestamp: BigInt(c.parentTimestamp),
        hasOmmers: BigInt(c.parentUncles) !== 0n,
      };
      expect(nextDifficulty(ethereum, from, BigInt(c.currentTimestamp)), name).toBe(BigInt(c.currentDifficulty));
    }
  });
});
