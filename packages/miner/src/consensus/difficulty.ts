import type { BlockHeader } from '@ethereumjs/block';
import { type Common, Hardfork } from '@ethereumjs/common';
import { KECCAK256_RLP_ARRAY } from '@ethereumjs/util';
import { equalBytes } from '@medrec/shared/bytes';
import type { MedrecConfig } from '@medrec/shared/chain';

/** Largest fall in one step, in units of parent difficulty / bound divisor (EIP-2). */
const LARGEST_FALL = -99n;
/** Seconds between blocks under which Frontier's difficulty rose (yellow paper, Frontier). */
const FRONTIER_LIMIT_SECONDS = 13n;
/** Seconds to a unit of fall (EIP-2). */
const HOMESTEAD_DIVISOR_SECONDS = 10n;
/** Blocks in which Ethereum's difficulty bomb doubles. */
const BOMB_PERIOD_BLOCKS = 100_000n;

export interface DifficultyParent {
  readonly difficulty: bigint;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly hasOmmers: boolean;
}

/** What Ethereum's hard forks changed of the rule. */
export interface DifficultyEra {
  readonly rule: 'frontier' | 'homestead' | 'byzantium';
  /** What the bomb adds at this height; 0 on a MedRec chain. */
  readonly bomb: bigint;
}

const MEDREC_ERA: DifficultyEra = { rule: 'byzantium', bomb: 0n };

/**
 * Byzantium's difficulty (EIP-100, so ommers count as work) with the spec's divisors and no bomb:
 * parent + parent / bound × max((2 with ommers, else 1) − elapsed / duration, −99), at least the minimum.
 * Earlier eras are Ethereum's, with the spec's bound; the minimum holds over the bomb as well (yellow paper, equation 41).
 */
export function nextDifficulty(
  config: MedrecConfig['difficulty'],
  parent: DifficultyParent,
  timestamp: bigint,
  { rule, bomb }: DifficultyEra = MEDREC_ERA,
): bigint {
  const unit = parent.difficulty / BigInt(config.boundDivisor);
  const difficulty = parent.difficulty + unit * stepsOf(rule, config, parent, timestamp - parent.timestamp) + bomb;
  const minimum = BigInt(config.minimum);
  return difficulty < minimum ? minimum : difficulty;
}

function stepsOf(rule: DifficultyEra['rule'], config: MedrecConfig['difficulty'], parent: DifficultyParent, elapsed: bigint): bigint {
  if (rule === 'frontier') return elapsed < FRONTIER_LIMIT_SECONDS ? 1n : -1n;
  const steps =
    rule === 'homestead'
      ? 1n - elapsed / HOMESTEAD_DIVISOR_SECONDS
      : (parent.hasOmmers ? 2n : 1n) - elapsed / BigInt(config.durationDivisorSeconds);
  return steps < LARGEST_FALL ? LARGEST_FALL : steps;
}

export function difficultyParentOf(header: BlockHeader): DifficultyParent {
  return { difficulty: header.difficulty, timestamp: header.timestamp, hasOmmers: !equalBytes(header.uncleHash, KECCAK256_RLP_ARRAY) };
}

/** @param common with the rules in force at that height, as a header's or `commonAt`'s is */
export function difficultyEraAt(common: Common, blockNumber: bigint): DifficultyEra {
  const rule = common.gteHardfork(Hardfork.Byzantium) ? 'byzantium' : common.gteHardfork(Hardfork.Homestead) ? 'homestead' : 'frontier';
  return { rule, bomb: bombAt(blockNumber - common.param('difficultyBombDelay')) };
}

/** Yellow paper, equation 46, over the block number less the fork's delay (EIP-649, EIP-1234, EIP-2384). */
function bombAt(delayedNumber: bigint): bigint {
  const period = delayedNumber / BOMB_PERIOD_BLOCKS;
  return period > 1n ? 2n ** (period - 2n) : 0n;
}
