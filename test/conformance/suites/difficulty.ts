import { commonAt, createCommon, difficultyEraAt, nextDifficulty } from '@medrec/miner/consensus';
import type { EthereumForks } from '@medrec/shared/chain';
import { z } from 'zod';
import { ethereumSpec } from '../ethereum-spec.ts';
import { numberOf } from '../hex.ts';
import { compare, type Outcome } from '../outcome.ts';

const text = z.string();

/** Hexadecimal or, in the oldest files, decimal. */
export const difficultyCase = z.looseObject({
  parentTimestamp: text,
  parentDifficulty: text,
  currentTimestamp: text,
  currentBlockNumber: text,
  currentDifficulty: text,
  /** The ommers' hash, or 0 and 1 for without and with; absent before Byzantium. */
  parentUncles: text.optional(),
});

const NO_OMMERS = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347';

export type DifficultyRules = (blockNumber: bigint) => ReturnType<typeof difficultyEraAt>;

/** The difficulty rule's eras on a chain with these forks. */
export function difficultyRules(forks: EthereumForks): { config: Parameters<typeof nextDifficulty>[0]; eraAt: DifficultyRules } {
  const spec = ethereumSpec(forks);
  const common = createCommon(spec);
  return { config: spec.config.medrec.difficulty, eraAt: (number) => difficultyEraAt(commonAt(common, number), number) };
}

/** One case: the difficulty that follows from the parent. */
export function runDifficultyCase(value: unknown, { config, eraAt }: ReturnType<typeof difficultyRules>): Outcome {
  const test = difficultyCase.parse(value);
  const ommers = test.parentUncles ?? '0x00';
  const parent = {
    difficulty: numberOf(test.parentDifficulty),
    timestamp: numberOf(test.parentTimestamp),
    hasOmmers: ommers.toLowerCase() !== NO_OMMERS && numberOf(ommers) !== 0n,
  };
  const got = nextDifficulty(config, parent, numberOf(test.currentTimestamp), eraAt(numberOf(test.currentBlockNumber)));
  return compare('difficulty', numberOf(test.currentDifficulty), got);
}

/** The single-network files of BasicTests by the end of their name; each is one chain's history of forks. */
const HISTORIES: readonly (readonly [RegExp, EthereumForks])[] = [
  [
    /^difficulty(CustomMainNetwork|MainNetwork)?$/,
    { homesteadBlock: 1_150_000, byzantiumBlock: 4_370_000, constantinopleBlock: 7_280_000 },
  ],
  [/^difficultyMorden$/, { homesteadBlock: 494_000 }],
  [/^difficultyRopsten$/, { homesteadBlock: 0, byzantiumBlock: 1_700_000, constantinopleBlock: 4_230_000 }],
  [/^difficultyFrontier$/, {}],
  [/^difficulty(Custom)?Homestead$/, { homesteadBlock: 0 }],
  [/^difficultyByzantium$/, { homesteadBlock: 0, byzantiumBlock: 0 }],
  [/^difficultyConstantinople$/, { homesteadBlock: 0, byzantiumBlock: 0, constantinopleBlock: 0 }],
  [/^difficultyEIP2384/, { homesteadBlock: 0, byzantiumBlock: 0, constantinopleBlock: 0, muirGlacierBlock: 0 }],
];

/** @param file name without its extension; undefined for a chain that this runner does not know */
export function historyOf(file: string): EthereumForks | undefined {
  return HISTORIES.find(([name]) => name.test(file))?.[1];
}
