import type { Block, BlockHeader } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { MedrecConfig } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import { checkHeader } from './header.ts';

/** Per block (yellow paper, section 11.1). */
export const OMMERS_LIMIT = 2;
/** Generations between a block and its ommer's parent, at most 7: an ommer is a sibling of one of six ancestors. */
export const OMMER_DEPTH = 6;

/**
 * OMMER_INVALID: at most two, each a valid header that is no ancestor, whose parent is one, and which no ancestor
 * within reach has already taken: work may count once only. Seals are checked apart, by `checkSeal`.
 * @param ancestors the block's parent first, up to seven blocks
 */
export function checkOmmers(ommers: readonly BlockHeader[], ancestors: readonly Block[], config: MedrecConfig): void {
  if (ommers.length > OMMERS_LIMIT) throw invalid('too many ommers', ommers[0]);
  const within = ancestors.slice(0, OMMER_DEPTH + 1);
  const ancestorsByHash = new Map(within.map((block) => [bytesToHex(block.hash()), block.header]));
  const taken = new Set<Hex>(within.flatMap((block) => block.uncleHeaders.map((ommer) => bytesToHex(ommer.hash()))));
  const parentHash = within[0] ? bytesToHex(within[0].hash()) : undefined;
  for (const ommer of ommers) {
    const hash = bytesToHex(ommer.hash());
    if (ancestorsByHash.has(hash)) throw invalid('an ancestor', ommer);
    if (taken.has(hash)) throw invalid('already included', ommer);
    const ommerParent = ancestorsByHash.get(bytesToHex(ommer.parentHash));
    if (ommerParent === undefined || bytesToHex(ommer.parentHash) === parentHash) throw invalid('not a sibling of a near ancestor', ommer);
    checkHeader(ommer, ommerParent, config);
    taken.add(hash);
  }
}

function invalid(reason: string, ommer: BlockHeader | undefined): RuleError {
  return new RuleError({
    code: 'OMMER_INVALID',
    verdict: 'penalise',
    message: 'The block takes an ommer that it may not.',
    facts: { reason, ommerNumber: ommer?.number, ommerHash: ommer && bytesToHex(ommer.hash()) },
  });
}
