import type { BlockHeader } from '@ethereumjs/block';
import { bytesToHex, equalBytes } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

/** HEADER_PARENT: a header names its parent by hash and stands one above it; otherwise the two are not a chain. */
export function checkParent(header: BlockHeader, parent: BlockHeader): void {
  if (equalBytes(header.parentHash, parent.hash()) && header.number === parent.number + 1n) return;
  throw new RuleError({
    code: 'HEADER_PARENT',
    verdict: 'penalise',
    message: 'The header does not follow its parent.',
    facts: { number: header.number, parentNumber: parent.number, parentHash: bytesToHex(header.parentHash) },
  });
}
