import type { BlockHeader } from '@ethereumjs/block';
import type { MedrecConfig } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import { difficultyEraAt, difficultyParentOf, nextDifficulty } from '../difficulty.ts';

/** HEADER_DIFFICULTY: work is what fork choice adds up, so nobody may set it. */
export function checkDifficulty(header: BlockHeader, parent: BlockHeader, config: MedrecConfig): void {
  const era = difficultyEraAt(header.common, header.number);
  const expected = nextDifficulty(config.difficulty, difficultyParentOf(parent), header.timestamp, era);
  if (header.difficulty === expected) return;
  throw new RuleError({
    code: 'HEADER_DIFFICULTY',
    verdict: 'penalise',
    message: 'The header’s difficulty does not follow from its parent.',
    facts: { number: header.number, difficulty: header.difficulty, expected },
  });
}
