import type { Block, BlockHeader } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import { asMedrecError, type MedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import type { Executor } from '../execution/index.ts';
import type { Senders } from '../senders/index.ts';
import { type Store, storeDamaged } from '../store/index.ts';
import { createBadBlocks } from './bad-blocks.ts';
import { type Clock, systemClock } from './clock.ts';
import { createClockWatch } from './clock-watch.ts';
import { type BlockPoint, createFinality } from './finality.ts';
import { changeToCertified } from './follow-certified.ts';
import { createFutureBlocks } from './future-blocks.ts';
import { createHeadListeners } from './head-listeners.ts';
import { type ImportDependencies, importBlock } from './import-block.ts';
import { createImportQueue } from './import-queue.ts';
import { MAX_FUTURE_BLOCKS, MAX_ORPHAN_AGE_MS, MAX_ORPHAN_BYTES, MAX_ORPHANS, MAX_REORG_BLOCKS } from './limits.ts';
import { ommerCandidates } from './ommer-candidates.ts';
import { createOrphanPool, type ReceivedBlock } from './orphan-pool.ts';
import { createStateReads } from './state-reads.ts';
import type { Chain, Head, ImportOutcome, Origin } from './types.ts';
import type { SealVerifier } from './validate-block.ts';
import { verifyHeaders } from './verify-headers.ts';
import { verifySeals } from './verify-seals.ts';

export interface ChainOptions {
  readonly spec: ChainSpec;
  readonly common: Common;
  /** Opened and closed by the caller. */
  readonly store: Store;
  readonly executor: Executor;
  readonly ethash: SealVerifier;
  /** Without it each sender is recovered where the rules ask for it. */
  readonly senders?: Senders;
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Every refused block, those that waited as orphans or future blocks too; RuleErrors name peer and coinbase. For metrics and bans. */
  readonly onRejected?: (error: MedrecError, origin: Origin) => void;
  /** Blocks of the canonical chain that a heavier branch may replace. */
  readonly maxReorgBlocks?: number;
}

/** The chain on top of an open store: imports one block at a time and follows the heaviest branch. */
export async function createChain(options: ChainOptions): Promise<Chain> {
  const { spec, common, store, executor } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLogger();
  const queue = createImportQueue();
  const listeners = createHeadListeners(log);
  const reads = createStateReads(store, executor);
  const orphanLimits = { maxBlocks: MAX_ORPHANS, maxBytes: MAX_ORPHAN_BYTES, maxAgeMs: MAX_ORPHAN_AGE_MS };
  const finality = createFinality(store);
  let head = storedHead(store);

  const rejected = (error: unknown, origin: Origin): void => {
    const known = asMedrecError(error);
    log.debug({ code: known.code, ...known.toJSON().facts }, 'block refused');
    options.onRejected?.(known, origin);
  };

  const parts: ImportDependencies = {
    ...{ store, executor, log, clock, config: spec.config.medrec, ethash: options.ethash },
    maxReorgBlocks: options.maxReorgBlocks ?? MAX_REORG_BLOCKS,
    finality,
    senders: options.senders,
    clockWatch: createClockWatch(clock, log),
    bad: createBadBlocks(),
    orphans: createOrphanPool(orphanLimits, clock.nowMs),
    future: createFutureBlocks(MAX_FUTURE_BLOCKS, clock, (held) => void enqueue(held).catch(() => undefined)),
    head: () => head,
    setHead(change) {
      head = change.head;
      finality.update(head);
      if (change.removed.length > 0)
        log.info({ removed: change.removed.length, added: change.added.length, head: head.hash }, 'chain reorganised');
      listeners.notify(change);
    },
  };

  /** Rejections are reported here, once, whoever waits for the result. */
  const reported = async <T>(origin: Origin, outcome: Promise<T>): Promise<T> => {
    try {
      return await outcome;
    } catch (error) {
      rejected(error, origin);
      throw error;
    }
  };
  const enqueue = (received: ReceivedBlock): Promise<ImportOutcome> =>
    reported(
      received.origin,
      queue.run(() => importWithOrphans(received, parts, rejected)),
    );

  const certify = async (point: BlockPoint): Promise<void> => {
    finality.certify(point);
    finality.update(head);
    const change = await changeToCertified(point, head, store, parts);
    if (change === undefined) {
      const isAstray = store.has(point.hash) && store.canonicalHash(point.number) !== point.hash;
      if (isAstray) log.error({ ...point, head: head.hash }, 'a certified block is on a branch that this node cannot follow');
      return;
    }
    await store.reorganise(change);
    parts.setHead(change);
  };

  return {
    spec,
    common,
    genesisHash: store.genesisHash,
    head: () => head,
    importBlock: (block, origin) => enqueue({ block, origin }),
    verifyHeaders: (headers, origin, after) => reported(origin, verifyHeaders(headers, origin, after, parts)),
    verifySeals: (blocks, origin) => reported(origin, verifySeals(blocks, origin, parts)),
    prepareSenders: async (blocks) => options.senders?.prepare(blocks.flatMap(({ transactions }) => transactions)),
    certify: (point) => queue.run(() => certify(point)),
    certified: finality.certified,
    blockByHash: async (hash) => store.block(hash),
    blockByNumber: async (number) => canonicalBlock(store, number),
    headerByNumber: async (number) => canonicalHeader(store, number),
    bodyOf: async (hash) => store.body(hash),
    isCanonical: async (hash) => isCanonical(store, hash),
    totalDifficultyOf: async (hash) => store.totalDifficulty(hash),
    receiptsOf: async (hash) => store.receipts(hash)?.receipts,
    systemLogsOf: async (hash) => store.receipts(hash)?.systemLogs ?? [],
    placeOf: async (transactionHash) => store.place(transactionHash),
    ...reads,
    ommerCandidates: () => ommerCandidates(store, executor, head, spec.config.medrec.recordRules),
    onHead: listeners.add,
    async close() {
      parts.future.close();
      await queue.drain();
    },
  };
}

/** Imports the block and then, in the same turn, the orphans that waited for it. */
async function importWithOrphans(
  received: ReceivedBlock,
  parts: ImportDependencies,
  rejected: (error: unknown, origin: Origin) => void,
): Promise<ImportOutcome> {
  const outcome = await importBlock(received, parts);
  if (outcome !== 'canonical' && outcome !== 'side') return outcome;
  const waiting = parts.orphans.takeChildrenOf(bytesToHex(received.block.hash()));
  for (let orphan = waiting.shift(); orphan !== undefined; orphan = waiting.shift()) {
    try {
      await importBlock(orphan, parts);
      waiting.push(...parts.orphans.takeChildrenOf(bytesToHex(orphan.block.hash())));
    } catch (error) {
      rejected(error, orphan.origin);
    }
  }
  return outcome;
}

function storedHead(store: Store): Head {
  const hash = store.headHash();
  const header = store.header(hash);
  const totalDifficulty = store.totalDifficulty(hash);
  if (header === undefined || totalDifficulty === undefined) throw storeDamaged('the head');
  return { hash, header, totalDifficulty, number: header.number };
}

function canonicalHeader(store: Store, number: bigint): BlockHeader | undefined {
  const hash = store.canonicalHash(number);
  if (hash === undefined) return undefined;
  const header = store.header(hash);
  if (header === undefined) throw storeDamaged('a header of the canonical chain');
  return header;
}

function canonicalBlock(store: Store, number: bigint): Block | undefined {
  const hash = store.canonicalHash(number);
  if (hash === undefined) return undefined;
  const block = store.block(hash);
  if (block === undefined) throw storeDamaged('a block of the canonical chain');
  return block;
}

function isCanonical(store: Store, hash: Hex): boolean {
  const header = store.header(hash);
  return header !== undefined && store.canonicalHash(header.number) === hash;
}
