import { bytesToHex } from '@medrec/shared/bytes';
import { checkSeal } from '../consensus/index.ts';
import { checkBody } from '../execution/index.ts';
import type { ImportDependencies } from './import-block.ts';
import { MAX_ORPHAN_DISTANCE } from './limits.ts';
import type { ReceivedBlock } from './orphan-pool.ts';

/**
 * Keeps a block until its parent arrives, if it has cost its sender work and could soon be of use.
 * Numbers far off are not verified at all: each Ethash epoch would have to be computed for them.
 * @throws RuleError `HEADER_SEAL`, `BODY_MISMATCH`
 */
export async function keepOrphan(
  received: ReceivedBlock,
  { orphans, ethash, config, head }: Pick<ImportDependencies, 'orphans' | 'ethash' | 'config' | 'head'>,
): Promise<'orphan'> {
  const { block } = received;
  const { number, difficulty } = block.header;
  const distance = number - head().number;
  const isNear = distance <= MAX_ORPHAN_DISTANCE && distance >= -MAX_ORPHAN_DISTANCE;
  if (!isNear || difficulty < BigInt(config.difficulty.minimum) || orphans.has(bytesToHex(block.hash()))) return 'orphan';
  await checkSeal(block.header, ethash);
  await checkBody(block);
  orphans.add(received);
  return 'orphan';
}
