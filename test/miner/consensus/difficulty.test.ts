import { commonAt, createCommon, difficultyEraAt, nextDifficulty } from '@medrec/miner/consensus';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSpec } from './test-spec.ts';

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

  it('has Ethereum’s eras where the record rules are off, and their bomb', () => {
    const spec = testSpec({ recordRules: false });
    const common = createCommon({ ...spec, config: { ...spec.config, homesteadBlock: 1_000_000, byzantiumBlock: 4_370_000 } });
    const next = (number: bigint, timestamp: bigint) =>
      nextDifficulty(ethereum, parent, timestamp, difficultyEraAt(commonAt(common, number), number));
    expect(next(1n, 112n)).toBe(2_049_000n);
    expect(next(1n, 113n)).toBe(2_047_000n);
    expect(next(1_000_000n, 120n)).toBe(2_047_000n + 2n ** 8n);
    // Three million blocks of delay (EIP-649): period 13 instead of 43.
    expect(next(4_370_000n, 118n)).toBe(2_047_000n + 2n ** 11n);
    // The least difficulty holds over the sum.
    const small = { ...parent, difficulty: 2048n };
    expect(nextDifficulty(ethereum, small, 108n, { rule: 'homestead', bomb: 128n })).toBe(131_072n);
  });
});
