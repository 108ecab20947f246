import type { BaseWallet } from 'ethers';
import type { Hex } from '../bytes/index.ts';
import type { Logger } from '../log/index.ts';
import { awaitTransaction, type SentTransaction } from './await-transaction.ts';
import type { NodeClient } from './node-client.ts';
import type { Receipt } from './node-schemas.ts';
import { asRevertError } from './revert-error.ts';

export interface TransactorOptions {
  readonly client: NodeClient;
  /** Holds the account's private key; needs no provider. */
  readonly wallet: BaseWallet;
  readonly log?: Logger;
}

export interface CallToSend {
  readonly to: Hex;
  /** ABI-encoded call. */
  readonly data: Hex;
  /** The estimate and a fifth by default. */
  readonly gasLimit?: bigint;
  /** What the transaction does, in a few words, for errors and logs; never a name. */
  readonly label: string;
}

export interface WaitOptions {
  /** 600,000 by default. */
  readonly timeoutMs?: number;
}

export interface PendingTransaction {
  readonly hash: Hex;
  /**
   * Resolves once the transaction stands in a canonical block with that many blocks on top (0: sealed; by default the
   * network's own number), sending it again when nodes have dropped it or a reorganisation left it out.
   * @throws MedrecError `TX_DISCARDED` when it can no longer be sealed, `TX_TIMEOUT`, or as `NodeClient`.
   */
  wait(confirmations?: number, options?: WaitOptions): Promise<Receipt>;
}

/** Sends one account's transactions in order. Create one per account and process: it owns the account's nonces. */
export interface Transactor {
  readonly account: Hex;
  /**
   * Signs (EIP-155, gas price 0) and hands to the node. Calls are queued, so that nonces have no gap.
   * @throws MedrecError `TX_REVERTS` with the contract's reason, or as `NodeClient`.
   */
  send(call: CallToSend): Promise<PendingTransaction>;
}

const GAS_MARGIN_PERCENT = 20n;

export function createTransactor({ client, wallet, log }: TransactorOptions): Transactor {
  const account = wallet.address as Hex;
  const inFlight = new Map<bigint, Hex>();
  let queue: Promise<unknown> = Promise.resolve();

  const sendNow = async (call: CallToSend): Promise<SentTransaction> => {
    const { chainId } = await client.config();
    const gasLimit = call.gasLimit ?? (await estimate(client, account, call));
    const nonce = await nextNonce(client, account, inFlight);
    const unsigned = { type: 0, chainId, nonce: Number(nonce), gasPrice: 0n, gasLimit, to: call.to, value: 0n, data: call.data };
    const raw = (await wallet.signTransaction(unsigned)) as Hex;
    const hash = await client.sendRawTransaction(raw).catch((error: unknown) => {
      throw asRevertError(error, call.label);
    });
    inFlight.set(nonce, hash);
    log?.debug({ hash, nonce: Number(nonce), label: call.label }, 'transaction sent');
    return { hash, raw, nonce, account, label: call.label };
  };

  return {
    account,
    async send(call) {
      const sending = queue.then(() => sendNow(call));
      queue = sending.catch(() => undefined); // the caller gets the error; the next call must not
      const sent = await sending;
      return {
        hash: sent.hash,
        async wait(confirmations, options) {
          const blocks = confirmations ?? (await client.config()).confirmations;
          try {
            return await awaitTransaction(client, sent, { confirmations: blocks, timeoutMs: options?.timeoutMs ?? 600_000, log });
          } finally {
            inFlight.delete(sent.nonce);
          }
        },
      };
    },
  };
}

async function estimate(client: NodeClient, account: Hex, call: CallToSend): Promise<bigint> {
  const gas = await client.estimateGas({ from: account, to: call.to, data: call.data }).catch((error: unknown) => {
    throw asRevertError(error, call.label);
  });
  return gas + (gas * GAS_MARGIN_PERCENT) / 100n;
}

/** The node's pending count, past the transactions that this process sent and the node still knows. */
async function nextNonce(client: NodeClient, account: Hex, inFlight: Map<bigint, Hex>): Promise<bigint> {
  let nonce = await client.transactionCount(account, 'pending');
  for (const sent of inFlight.keys()) if (sent < nonce) inFlight.delete(sent);
  for (let hash = inFlight.get(nonce); hash !== undefined && (await client.knowsTransaction(hash)); hash = inFlight.get(nonce)) nonce += 1n;
  return nonce;
}
