import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { Chain } from '../../chain/index.ts';
import type { BlockSource } from './fetch-blocks.ts';

const MAX_GAP = 64;

/**
 * Fetches a gossiped orphan's missing ancestors from the peer that sent it and imports all.
 * @returns false when the gap is longer than 64 blocks: range sync's work
 * @throws as `BlockSource.byHash`, `Chain.verifySeals` and `Chain.importBlock`
 */
export async function fillGap(
  chain: Pick<Chain, 'importBlock' | 'totalDifficultyOf' | 'verifySeals'>,
  source: BlockSource,
  peer: string,
  orphan: Block,
): Promise<boolean> {
  const ancestors = await source.byHash(peer, bytesToHex(orphan.header.parentHash), MAX_GAP);
  const ascending = ancestors.reverse();
  const oldest = ascending[0];
  if (oldest === undefined) return false;
  if ((await chain.totalDifficultyOf(bytesToHex(oldest.header.parentHash))) === undefined && oldest.header.number > 0n) return false;
  const blocks = [...ascending, orphan];
  await chain.verifySeals(blocks, peer);
  for (const block of blocks) {
    if (block.header.number > 0n) await chain.importBlock(block, peer);
  }
  return true;
}
