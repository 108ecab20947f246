import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { BlockPoint, Chain } from '../../chain/index.ts';
import { MAX_BLOCKS_PER_REQUEST, MAX_CERTIFIED_BRANCH_BLOCKS } from '../limits.ts';
import type { BlockSource } from './fetch-blocks.ts';

/**
 * Fetches a certified block and its ancestors down to one that is stored, and imports them from the oldest up. Their total
 * difficulty plays no part: range sync, which goes by it, would never ask for a lighter branch.
 * @throws as `BlockSource.byHash`, `Chain.verifySeals` and `Chain.importBlock`; RuleError `CERTIFIED_BRANCH_TOO_LONG` (ignore)
 */
export async function fetchCertified(
  chain: Pick<Chain, 'totalDifficultyOf' | 'verifySeals' | 'importBlock'>,
  source: BlockSource,
  peer: string,
  certified: BlockPoint,
): Promise<void> {
  const ascending = (await missingAncestors(chain, source, peer, certified)).reverse();
  for (let at = 0; at < ascending.length; at += MAX_BLOCKS_PER_REQUEST) {
    const part = ascending.slice(at, at + MAX_BLOCKS_PER_REQUEST);
    await chain.verifySeals(part, peer);
    for (const block of part) await chain.importBlock(block, peer);
  }
}

/** From the certified block down; nothing when the peer does not have it either. */
async function missingAncestors(
  chain: Pick<Chain, 'totalDifficultyOf'>,
  source: BlockSource,
  peer: string,
  certified: BlockPoint,
): Promise<Block[]> {
  const missing: Block[] = [];
  for (let { hash } = certified; ; ) {
    const part = await source.byHash(peer, hash, MAX_BLOCKS_PER_REQUEST);
    for (const block of part) {
      if ((await chain.totalDifficultyOf(bytesToHex(block.hash()))) !== undefined) return missing;
      missing.push(block);
    }
    const oldest = part.at(-1);
    if (oldest === undefined) return [];
    if (missing.length > MAX_CERTIFIED_BRANCH_BLOCKS) throw tooLong(certified);
    hash = bytesToHex(oldest.header.parentHash);
  }
}

function tooLong({ number, hash }: BlockPoint): RuleError {
  return new RuleError({
    code: 'CERTIFIED_BRANCH_TOO_LONG',
    verdict: 'ignore',
    message: 'The certified branch leaves this node’s chain farther back than it goes.',
    facts: { certified: hash, number, maxBlocks: MAX_CERTIFIED_BRANCH_BLOCKS },
    remedy: 'Move the chain folder away and start again: the chain is fetched from peers.',
  });
}
