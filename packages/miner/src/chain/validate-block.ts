import type { Block, BlockHeader } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { MedrecConfig } from '@medrec/shared/chain';
import { checkHeader, checkOmmers, checkSeal, OMMER_DEPTH } from '../consensus/index.ts';
import type { Ethash } from '../ethash/index.ts';
import type { Store } from '../store/index.ts';

export interface SealVerifier {
  verify: Ethash['verify'];
}

/** The header against its parent, then its proof of work. The body has no part in it. @throws RuleError */
export async function validateHeader(block: Block, parent: BlockHeader, config: MedrecConfig, ethash: SealVerifier): Promise<void> {
  checkHeader(block.header, parent, config);
  await checkSeal(block.header, ethash);
}

/** The ommers against the block's last ancestors, then their proofs of work. @throws RuleError */
export async function validateOmmers(block: Block, store: Store, config: MedrecConfig, ethash: SealVerifier): Promise<void> {
  if (block.uncleHeaders.length === 0) return;
  checkOmmers(block.uncleHeaders, ancestorsOf(block, store), config);
  for (const ommer of block.uncleHeaders) await checkSeal(ommer, ethash);
}

/** Parent first, as many as an ommer can reach. */
function ancestorsOf(block: Block, store: Store): Block[] {
  const ancestors: Block[] = [];
  for (let hash = block.header.parentHash; ancestors.length <= OMMER_DEPTH; ) {
    const ancestor = store.block(bytesToHex(hash));
    if (ancestor === undefined) break;
    ancestors.push(ancestor);
    hash = ancestor.header.parentHash;
  }
  return ancestors;
}
