import type { BlockHeader } from '@ethereumjs/block';
import { KECCAK256_RLP_ARRAY } from '@ethereumjs/util';
import { equalBytes } from '@medrec/shared/bytes';
import type { MedrecConfig } from '@medrec/shared/chain';

/** Largest fall in one step, in units of parent difficulty / bound divisor (EIP-2). */
const LARGEST_FALL = -99n;

export interface DifficultyParent {
  readonly difficulty: bigint;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly hasOmmers: boolean;
}

/**
 * Byzantium's difficulty (EIP-100, so ommers count as work) with the spec's divisors and no bomb:
 * parent + parent / bound × max((2 with ommers, else 1) − elapsed / duration, −99), at least the minimum.
 */
export function nextDifficulty(config: MedrecConfig['difficulty'], parent: DifficultyParent, timestamp: bigint): bigint {
  const elapsed = (timestamp - parent.timestamp) / BigInt(config.durationDivisorSeconds);
  const steps = (parent.hasOmmers ? 2n : 1n) - elapsed;
  const unit = parent.difficulty / BigInt(config.boundDivisor);
  const difficulty = parent.difficulty + unit * (steps < LARGEST_FALL ? LARGEST_FALL : steps);
  const minimum = BigInt(config.minimum);
  return difficulty < minimum ? minimum : difficulty;
}

export function difficultyParentOf(header: BlockHeader): DifficultyParent {
  return { difficulty: header.difficulty, timestamp: header.timestamp, hasOmmers: !equalBytes(header.uncleHash, KECCAK256_RLP_ARRAY) };
}
