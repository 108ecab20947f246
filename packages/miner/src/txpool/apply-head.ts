import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { HeadChange } from '../chain/index.ts';
import type { SenderQueues } from './sender-queues.ts';

/** A transaction that a reorganisation took out of the chain and that may come in again. */
export interface ReturningTransaction {
  readonly transaction: TypedTransaction;
  readonly sender: Hex;
  readonly accountNonce: bigint;
}

/**
 * Brings the queues to a new head at once and without reading state: nonces follow from the blocks themselves.
 * @returns what should enter the pool again, oldest first
 */
export function applyHead(change: HeadChange, queues: SenderQueues): ReturningTransaction[] {
  const nonces = new Map<Hex, bigint>();
  const mined = new Set<Hex>();
  const returned: { transaction: TypedTransaction; sender: Hex }[] = [];

  for (const block of [...change.removed].reverse()) {
    for (const transaction of block.transactions) {
      const sender = senderHex(transaction);
      const earliest = nonces.get(sender);
      if (earliest === undefined || transaction.nonce < earliest) nonces.set(sender, transaction.nonce);
      returned.push({ transaction, sender });
    }
  }
  for (const block of change.added) {
    for (const transaction of block.transactions) {
      nonces.set(senderHex(transaction), transaction.nonce + 1n);
      mined.add(bytesToHex(transaction.hash()));
    }
  }
  for (const [sender, nonce] of nonces) queues.setNonce(sender, nonce);
  return returned.flatMap(({ transaction, sender }) => {
    const accountNonce = nonces.get(sender) ?? 0n;
    const isUsed = transaction.nonce < accountNonce || mined.has(bytesToHex(transaction.hash()));
    return isUsed ? [] : [{ transaction, sender, accountNonce }];
  });
}

function senderHex(transaction: TypedTransaction): Hex {
  return bytesToHex(transaction.getSenderAddress().bytes);
}
