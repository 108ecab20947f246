import type { Block, BlockHeader } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { checkSeal, OMMER_DEPTH } from '../consensus/index.ts';
import type { ImportDependencies } from './import-block.ts';
import { nameRuleBreaker } from './name-rule-breaker.ts';
import type { Origin } from './types.ts';

/**
 * Checks the proofs of work of blocks that follow one another, all at once: together they take a third of the time, and their
 * import finds them checked. Blocks whose numbers do not follow are left to their import, which refuses them.
 * @throws RuleError `HEADER_SEAL` of the first wrong block, with block, number, coinbase and peer among its facts
 */
export async function verifySeals(
  blocks: readonly Block[],
  origin: Origin,
  { ethash, bad, store }: Pick<ImportDependencies, 'ethash' | 'bad' | 'store'>,
): Promise<void> {
  const first = blocks[0]?.header.number ?? 0n;
  // A false number could ask for the cache of an epoch that is centuries off.
  const inOrder = blocks.filter(({ header }, at) => header.number === first + BigInt(at) && !store.has(bytesToHex(header.hash())));
  // An ommer counts only once the body is known to be the header's; what is wrong with it the import says.
  const ommers = Promise.allSettled(inOrder.flatMap(nearOmmers).map((ommer) => checkSeal(ommer, ethash)));
  const checked = await Promise.allSettled(inOrder.map(({ header }) => checkSeal(header, ethash)));
  await ommers;
  for (const [at, outcome] of checked.entries()) {
    const block = inOrder[at];
    if (outcome.status === 'fulfilled' || block === undefined) continue;
    const error: unknown = outcome.reason;
    if (!(error instanceof RuleError)) throw error;
    bad.remember(bytesToHex(block.hash()), error);
    throw nameRuleBreaker(error, block, origin);
  }
}

function nearOmmers({ header, uncleHeaders }: Block): BlockHeader[] {
  return uncleHeaders.filter(({ number }) => number < header.number && header.number - number <= BigInt(OMMER_DEPTH));
}
