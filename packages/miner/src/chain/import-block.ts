import type { Block, BlockHeader } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { MedrecConfig } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import { checkFuture, FUTURE_LIMIT_SECONDS } from '../consensus/index.ts';
import { checkBody } from '../execution/index.ts';
import type { Senders } from '../senders/index.ts';
import { type AcceptDependencies, acceptBlock } from './accept-block.ts';
import type { BadBlocks } from './bad-blocks.ts';
import { type Clock, nowSeconds } from './clock.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { FutureBlocks } from './future-blocks.ts';
import { keepOrphan } from './keep-orphan.ts';
import { MAX_HOLD_SECONDS } from './limits.ts';
import { nameRuleBreaker } from './name-rule-breaker.ts';
import type { OrphanPool, ReceivedBlock } from './orphan-pool.ts';
import type { Head, HeadChange, ImportOutcome } from './types.ts';
import { type SealVerifier, validateHeader, validateOmmers } from './validate-block.ts';

export interface ImportDependencies extends AcceptDependencies {
  readonly config: MedrecConfig;
  readonly ethash: SealVerifier;
  readonly senders: Pick<Senders, 'prepare'> | undefined;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly bad: BadBlocks;
  readonly orphans: OrphanPool;
  readonly future: FutureBlocks;
  head(): Head;
  /** Called after the change is stored and before the next import begins. */
  setHead(change: HeadChange): void;
}

/**
 * One block's way in: known or bad → parent → header and seal → time → body and ommers → execution → store → fork choice.
 * @throws RuleError with block, number, coinbase and peer among its facts
 */
export async function importBlock(received: ReceivedBlock, parts: ImportDependencies): Promise<ImportOutcome> {
  const { block, origin } = received;
  try {
    return await importChecked(received, parts);
  } catch (error) {
    throw error instanceof RuleError ? nameRuleBreaker(error, block, origin) : error;
  }
}

async function importChecked(received: ReceivedBlock, parts: ImportDependencies): Promise<ImportOutcome> {
  const { block } = received;
  const hash = bytesToHex(block.hash());
  parts.bad.refuse(hash, bytesToHex(block.header.parentHash));
  if (parts.store.has(hash)) return 'known';
  const parent = parts.store.header(bytesToHex(block.header.parentHash));
  if (parent === undefined) return keepOrphan(received, parts);

  await remembering(block, parts.bad, () => validateHeader(block, parent, parts.config, parts.ethash));
  if (holdBack(received, parts)) return 'future';
  // A wrong body says nothing about the block that the header names, so this fault is not remembered.
  await checkBody(block);
  return remembering(block, parts.bad, () => execute(block, parent, parts));
}

async function execute(block: Block, parent: BlockHeader, parts: ImportDependencies): Promise<ImportOutcome> {
  await parts.senders?.prepare(block.transactions);
  await validateOmmers(block, parts.store, parts.config, parts.ethash);
  const change = await acceptBlock(block, parent, parts.head(), parts);
  if (change === undefined) return 'side';
  parts.setHead(change);
  return 'canonical';
}

async function remembering<T>(block: Block, bad: BadBlocks, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof RuleError) bad.remember(bytesToHex(block.hash()), error);
    throw error;
  }
}

/** True when the block waits for its time. @throws RuleError `HEADER_FUTURE` when that is too long, or too many wait. */
function holdBack(received: ReceivedBlock, { clock, clockWatch, future }: ImportDependencies): boolean {
  const { header } = received.block;
  const now = nowSeconds(clock);
  const waitSeconds = header.timestamp - FUTURE_LIMIT_SECONDS - now;
  if (waitSeconds <= 0n) return false;
  clockWatch.sawFuture(header);
  if (waitSeconds <= MAX_HOLD_SECONDS && future.hold(received, Number(waitSeconds) * 1000)) return true;
  checkFuture(header, now);
  return false;
}
