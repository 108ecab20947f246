import type { Hex } from '@medrec/shared/bytes';
import { decodeEvents, relationshipsAbi } from '@medrec/shared/contracts';
import { decodeBytes32String } from 'ethers';
import type { SealedTransaction } from './ports.ts';

/** Relationships that a batch left out, with the contract's reason: the rest of the batch went through. */
export function skippedIn(transaction: SealedTransaction): Map<Hex, string> {
  const skipped = new Map<Hex, string>();
  for (const event of decodeEvents(relationshipsAbi, transaction.logs)) {
    if (event.name === 'EnrollmentSkipped') skipped.set(event.args.account, decodeBytes32String(event.args.reason));
    if (event.name === 'RecordSkipped') skipped.set(event.args.relationship, decodeBytes32String(event.args.reason));
  }
  return skipped;
}
