import type { Common } from '@ethereumjs/common';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { buildGenesis, createExecutor, type ReadParticipant } from '../../execution/index.ts';
import { storeDamaged } from '../checked-value.ts';
import { metaKey } from '../keys.ts';
import { repairLevel } from '../open-level.ts';
import { openStore } from '../open-store.ts';
import { beginRebuild } from '../rebuild.ts';
import { replayStored } from '../replay.ts';
import { rewindOperations } from '../rewind.ts';
import { isDamage } from '../unless-damaged.ts';
import type { Findings } from './findings.ts';
import { createIdSet } from './id-set.ts';
import { openAsIs, type StoreAsIs } from './open-as-is.ts';
import { rebuildIndexes } from './rebuild-indexes.ts';
import { verifyState } from './verify-state.ts';
import { type StoreReport, type VerifyOptions, verifyStore } from './verify-store.ts';

export interface RepairOptions {
  readonly dir: string;
  readonly spec: ChainSpec;
  readonly common: Common;
  readonly log: Logger;
  /** Executes all stored blocks again, whether anything is wrong with their states or not. */
  readonly rebuildState: boolean;
  /** See `StoreOptions`. */
  readonly archive?: boolean;
  readonly keptStates?: number;
  /** Tests put their own Registrar here. */
  readonly readParticipant?: ReadParticipant;
  readonly onProgress?: (phase: Parameters<NonNullable<VerifyOptions['onProgress']>>[0] | 'replay', done: number, total?: number) => void;
}

/** What was done, in this order. `database`: LevelDB's table of files. `rewind`: blocks from a damaged one on were taken out. */
export type RepairStep = 'database' | 'indexes' | 'rewind' | 'rebuild';

export interface RepairReport {
  readonly before: StoreReport;
  readonly steps: readonly RepairStep[];
  /** Blocks that were taken out, above `after.head`; the node fetches them from peers. */
  readonly removed: number;
  /** Blocks that were executed again. */
  readonly replayed: number;
  readonly after: StoreReport;
}

/**
 * Mends what can be mended from the blocks themselves: indexes, receipts and states are derived from them. Blocks that
 * cannot be read are taken out with all above them, and the report says so; a state older than the first of them is
 * found or executed again.
 * @throws MedrecError `STORE_DAMAGED` when the genesis block or one of the store's marks is lost
 */
export async function repairStore(options: RepairOptions): Promise<RepairReport> {
  const { dir, common, onProgress } = options;
  const steps: RepairStep[] = [];
  const store = await openMended(dir, common, steps);
  let before: StoreReport;
  try {
    const verified = await verifyStore(store, { isDeep: true, ...(onProgress ? { onProgress } : {}) });
    before = verified.report;
    await mend(store, verified.findings, options, steps);
  } finally {
    await store.disk.close();
  }
  const replayed = await reopen(options);
  const mended = await openAsIs(dir, common);
  try {
    const { report: after } = await verifyStore(mended, { isDeep: true, ...(onProgress ? { onProgress } : {}) });
    return { before, steps, replayed, removed: Number(before.head.number - after.head.number), after };
  } finally {
    await mended.disk.close();
  }
}

async function openMended(dir: string, common: Common, steps: RepairStep[]): Promise<StoreAsIs> {
  try {
    return await openAsIs(dir, common);
  } catch (error) {
    if (!(error instanceof MedrecError) || !['STORE_DAMAGED', 'STORE_UNREADABLE'].includes(error.code)) throw error;
    await repairLevel(dir);
    steps.push('database');
    return openAsIs(dir, common);
  }
}

async function mend(store: StoreAsIs, findings: Findings, { rebuildState }: RepairOptions, steps: RepairStep[]): Promise<void> {
  if (findings.lowest('index') !== undefined) {
    await rebuildIndexes(store);
    steps.push('indexes');
  }
  const broken = findings.lowest('block');
  if (broken === 0n) throw storeDamaged('the genesis block');
  const needsRebuild = rebuildState || findings.lowest('state') !== undefined || findings.lowest('receipts') !== undefined;
  const landing = broken === undefined ? undefined : wholeBelow(store, broken);
  if (!needsRebuild && broken !== undefined && landing !== undefined && (await hasWholeState(store, landing))) {
    await store.disk.write([...(await rewindOperations(broken - 1n, store)), { key: metaKey('head'), value: hexToBytes(landing) }]);
    steps.push('rewind');
  } else if (needsRebuild || broken !== undefined) {
    await beginRebuild(store.disk, store.genesis);
    steps.push('rebuild');
  }
}

function wholeBelow({ reader }: StoreAsIs, broken: bigint): Hex | undefined {
  return reader.canonicalHash(broken - 1n);
}

async function hasWholeState(store: StoreAsIs, hash: Hex): Promise<boolean> {
  const header = store.reader.header(hash)?.header;
  const record = store.states.record(hash);
  if (header === undefined || record === undefined) return false;
  const counts = { nodes: 0, accounts: 0, slots: 0 };
  return verifyState(store, header.stateRoot, record.top, createIdSet(store.nextNode), counts).then(
    () => true,
    (error: unknown) => {
      if (isDamage(error)) return false;
      throw error;
    },
  );
}

/** As the node would open it: goes back to a whole head, and executes again what the repair has cleared. */
async function reopen({ dir, spec, common, log, archive, keptStates, readParticipant, onProgress }: RepairOptions): Promise<number> {
  const genesis = buildGenesis(spec, common);
  const store = await openStore({
    dir,
    genesis,
    common,
    log,
    ...(archive === undefined ? {} : { archive }),
    ...(keptStates === undefined ? {} : { keptStates }),
  });
  try {
    const executor = createExecutor({ spec, common, nodes: store.nodes, ...(readParticipant ? { readParticipant } : {}) });
    return await replayStored(store, executor, { log, onProgress: (done, total) => onProgress?.('replay', Number(done), Number(total)) });
  } finally {
    await store.close();
  }
}
