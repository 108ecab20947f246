import { setImmediate } from 'node:timers/promises';
import type { BlockHeader } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import { checkHeader, checkSeal } from '../consensus/index.ts';
import type { ImportDependencies } from './import-block.ts';
import { nameRuleBreaker } from './name-rule-breaker.ts';
import type { Origin } from './types.ts';

/**
 * Checks headers that follow one another before any body is fetched for them: each against its parent, then all their
 * proofs of work together. Their import finds the work checked. The first one's parent is stored, or is the header `after`.
 * @throws RuleError of the first wrong header, with block, number and peer among its facts; MedrecError `BLOCK_UNKNOWN`
 */
export async function verifyHeaders(
  headers: readonly BlockHeader[],
  origin: Origin,
  after: BlockHeader | undefined,
  { ethash, bad, store, config }: Pick<ImportDependencies, 'ethash' | 'bad' | 'store' | 'config'>,
): Promise<void> {
  const first = headers[0];
  if (first === undefined) return;
  let parent = after ?? storedParent(first, store);
  const judge = (header: BlockHeader, error: unknown): never => {
    if (!(error instanceof RuleError)) throw error;
    // A header in the wrong place is the sender's fault and no fault of the header.
    if (error.code !== 'HEADER_PARENT') bad.remember(hashOf(header), error);
    throw nameRuleBreaker(error, { header }, origin);
  };
  for (let from = 0; from < headers.length; from += AT_ONCE) {
    const part = headers.slice(from, from + AT_ONCE);
    for (const header of part) {
      try {
        bad.refuse(hashOf(header), bytesToHex(header.parentHash));
        checkHeader(header, parent, config);
      } catch (error) {
        judge(header, error);
      }
      parent = header;
    }
    const checked = await Promise.allSettled(part.map((header) => checkSeal(header, ethash)));
    for (const [at, outcome] of checked.entries()) {
      const header = part[at];
      if (outcome.status === 'rejected' && header !== undefined) judge(header, outcome.reason);
    }
    await setImmediate();
  }
}

/** Fills the lanes of the thread that checks work; where small sizes are checked on this one, others get their turn between. */
const AT_ONCE = 128;

const hashOf = (header: BlockHeader): Hex => bytesToHex(header.hash());

function storedParent(first: BlockHeader, store: ImportDependencies['store']): BlockHeader {
  const parent = store.header(bytesToHex(first.parentHash));
  if (parent !== undefined) return parent;
  const facts = { block: bytesToHex(first.parentHash) };
  throw new MedrecError({ code: 'BLOCK_UNKNOWN', message: 'This node does not have the block below the headers.', facts });
}
