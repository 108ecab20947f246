import type { Hex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import type { GasWindow } from './gas-window.ts';
import type { HospitalChain, SealedTransaction, Transactions } from './ports.ts';

export interface BatchDependencies {
  readonly chain: HospitalChain;
  readonly transactions: Transactions;
  readonly window: GasWindow;
  readonly log: Logger;
}

export interface Batch<Item> {
  readonly to: Hex;
  readonly label: string;
  readonly items: readonly Item[];
  encode(items: readonly Item[]): Hex;
  /** The batch is on its way with these items; called before the transaction leaves. */
  onSending(items: readonly Item[]): Promise<void> | void;
  /** It stands in a block at the head. */
  onSealed(items: readonly Item[], transaction: SealedTransaction): Promise<void>;
  /** It is k blocks deep. */
  onConfirmed(items: readonly Item[]): Promise<void>;
  /** It will not be sealed as it is: look again where its items stand. */
  onLost(items: readonly Item[]): void;
}

/** Storage warmed or cooled between the estimate and the block changes what a batch costs. */
const GAS_MARGIN_PERCENT = 15n;

/** A block should be filled: two batches of half the quota leave less of it unused than one of two thirds. */
const BATCHES_PER_BLOCK = 2n;

/**
 * Sends as many of the items as fit into their share of a block's quota.
 * @returns false when the window is full: nothing was sent. Otherwise the batch is followed in the background.
 */
export async function sendBatch<Item>(batch: Batch<Item>, dependencies: BatchDependencies): Promise<boolean> {
  const { chain, transactions, window } = dependencies;
  const quotaGas = await chain.quotaGas();
  let { items, data, gas } = await fitting(batch, transactions);
  while (gas > quotaGas / BATCHES_PER_BLOCK && items.length > 1) {
    const share = Number(quotaGas / BATCHES_PER_BLOCK) / Number(gas);
    items = items.slice(0, Math.max(1, Math.min(items.length - 1, Math.floor(items.length * share))));
    ({ data, gas } = await measured(batch, items, transactions));
  }
  if (!window.take(gas, quotaGas)) return false;
  try {
    await batch.onSending(items);
    const sent = await transactions.send({ to: batch.to, data, gasLimit: gas, label: batch.label });
    void follow({ ...batch, items }, sent, gas, dependencies);
  } catch (error) {
    window.giveBack(gas);
    batch.onLost(items);
    throw error;
  }
  return true;
}

async function follow<Item>(
  batch: Batch<Item>,
  sent: Awaited<ReturnType<Transactions['send']>>,
  gas: bigint,
  { chain, window, log }: BatchDependencies,
): Promise<void> {
  const { items, label } = batch;
  let isInWindow = true;
  const leaveWindow = (): void => {
    if (isInWindow) window.giveBack(gas);
    isInWindow = false;
  };
  try {
    const transaction = await sent.wait(0);
    leaveWindow();
    await batch.onSealed(items, transaction);
    log.info({ label, items: items.length, block: transaction.blockNumber.toString() }, `sealed: ${label}`);
    await sent.wait(Number(chain.confirmations));
    await batch.onConfirmed(items);
  } catch (error) {
    leaveWindow();
    log.warn({ label, items: items.length, err: codeOf(error) }, `lost: ${label}; looking again`);
    batch.onLost(items);
  }
}

/** Whether it is worth putting a batch together now. */
export async function hasRoom({ chain, window }: Pick<BatchDependencies, 'chain' | 'window'>): Promise<boolean> {
  return window.hasRoom(await chain.quotaGas());
}

/** An estimate is refused when a batch does not fit into a block at all: half of it may. */
async function fitting<Item>(batch: Batch<Item>, transactions: Transactions): Promise<{ items: readonly Item[]; data: Hex; gas: bigint }> {
  for (let { items } = batch; ; items = items.slice(0, Math.ceil(items.length / 2))) {
    try {
      return { items, ...(await measured(batch, items, transactions)) };
    } catch (error) {
      if (items.length === 1 || codeOf(error) !== 'RPC_REFUSED') throw error;
    }
  }
}

async function measured<Item>(batch: Batch<Item>, items: readonly Item[], transactions: Transactions): Promise<{ data: Hex; gas: bigint }> {
  const data = batch.encode(items);
  return { data, gas: withMargin(await transactions.estimate({ to: batch.to, data })) };
}

function withMargin(gas: bigint): bigint {
  return gas + (gas * GAS_MARGIN_PERCENT) / 100n;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL';
}
