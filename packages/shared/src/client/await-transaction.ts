import type { Hex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { Logger } from '../log/index.ts';
import type { NodeClient } from './node-client.ts';
import type { Receipt } from './node-schemas.ts';
import { asRevertError } from './revert-error.ts';

export interface SentTransaction {
  readonly hash: Hex;
  readonly raw: Hex;
  readonly nonce: bigint;
  readonly account: Hex;
  readonly label: string;
}

export interface AwaitOptions {
  readonly confirmations: number;
  readonly timeoutMs: number;
  readonly log: Logger | undefined;
}

/** Looks at the transaction on every new head, until it is deep enough, lost, or too late. */
export function awaitTransaction(client: NodeClient, sent: SentTransaction, options: AwaitOptions): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    let busy = false;
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      stop();
      settle();
    };
    const look = async (headNumber: bigint): Promise<void> => {
      if (busy) return; // the next head brings another look
      busy = true;
      try {
        const receipt = await client.receipt(sent.hash);
        if (receipt === undefined) await resendIfLost(client, sent, options.log);
        else if (headNumber - receipt.blockNumber >= BigInt(options.confirmations)) finish(() => resolve(receipt));
      } catch (error) {
        if (!isPassing(error)) finish(() => reject(error));
      } finally {
        busy = false;
      }
    };
    const timer = setTimeout(() => finish(() => reject(tooLate(sent, options))), options.timeoutMs);
    const stop = client.onHead((head) => void look(head.number));
  });
}

/** A pool may drop a transaction, and a reorganisation may leave it out: the same bytes may be sent again. */
async function resendIfLost(client: NodeClient, sent: SentTransaction, log: Logger | undefined): Promise<void> {
  if (await client.knowsTransaction(sent.hash)) return;
  const used = (await client.transactionCount(sent.account, 'latest')) > sent.nonce;
  // Sealed between the two questions, or its nonce went to another transaction.
  if (used && (await client.receipt(sent.hash)) !== undefined) return;
  if (used) throw discarded(sent, 'another transaction took its nonce');
  try {
    await client.sendRawTransaction(sent.raw);
    log?.info({ hash: sent.hash, label: sent.label }, 'transaction sent again');
  } catch (error) {
    if (isPassing(error) || (await client.knowsTransaction(sent.hash))) return;
    const reason = asRevertError(error, sent.label);
    throw discarded(sent, reason instanceof MedrecError ? reason.message : 'refused by the node', error);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof MedrecError && error.code === 'NODE_UNREACHABLE';
}

function discarded(sent: SentTransaction, reason: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'TX_DISCARDED',
    message: `The transaction to ${sent.label} was dropped and cannot be sent again.`,
    facts: { hash: sent.hash, reason },
    cause,
    remedy: 'Look at the present state, then send it anew if it is still wanted.',
  });
}

function tooLate(sent: SentTransaction, options: AwaitOptions): MedrecError {
  return new MedrecError({
    code: 'TX_TIMEOUT',
    message: `The transaction to ${sent.label} was not sealed deep enough in time.`,
    facts: { hash: sent.hash, confirmations: options.confirmations, timeoutMs: options.timeoutMs },
    remedy: 'It may still be sealed: check that labs are mining, and look again.',
  });
}
