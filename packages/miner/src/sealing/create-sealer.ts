import type { EthashSizes } from '@medrec/shared/chain';
import { asMedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { type Chain, type Clock, systemClock } from '../chain/index.ts';
import { createSearchPool, type Ethash, type Seal, type SearchPool, type SearchPoolOptions } from '../ethash/index.ts';
import type { Executor } from '../execution/index.ts';
import type { TxPool } from '../txpool/index.ts';
import { paddedExtra } from './build-template.ts';
import { createLocalSearch, isSameWork } from './local-search.ts';
import { createMiningLoop, type MiningLoop } from './mining-loop.ts';
import { createMiningRecord } from './mining-record.ts';
import { createOwnBlocks } from './own-blocks.ts';
import { createOwnImports } from './own-imports.ts';
import { readStats } from './read-stats.ts';
import { submitOwn } from './submit-own.ts';
import type { Sealer, SealerKey, Work } from './types.ts';
import { createWorkDesk } from './work-desk.ts';

export interface SealerOptions {
  readonly chain: Chain;
  readonly pool: TxPool;
  readonly executor: Executor;
  readonly key: SealerKey;
  /** Checks solutions. */
  readonly ethash: Pick<Ethash, 'hash'>;
  readonly ethashSizes: EthashSizes;
  /** 0: for outside miners only. */
  readonly threads: number;
  /** Share of each thread's time that is spent searching, 1 to 100. */
  readonly intensityPercent: number;
  /** Where datasets are kept; absent: the user's cache folder. */
  readonly datasetDir?: string;
  /** At most 32 bytes of the lab's own in each block. */
  readonly freeExtra?: Uint8Array;
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Makes the search threads; another only in tests. */
  readonly createPool?: (options: SearchPoolOptions) => SearchPool;
}

const LOCAL = 'local';
const SAMPLE_INTERVAL_MS = 1000;

/** The lab's mining: template on the head → the desk → own threads and outside miners → own block through the chain's import. */
export function createSealer(options: SealerOptions): Sealer {
  const { chain, pool, executor, key, ethash } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLogger();
  const freeExtra = paddedExtra(options.freeExtra ?? new Uint8Array(0));
  const record = createMiningRecord(clock, log);
  const blocks = createOwnBlocks();
  let run: { readonly loop: MiningLoop; cancelSample: () => void } | undefined;

  const imports = createOwnImports({
    ...{ chain, clock, log, onRefused: blocks.refused },
    hold() {
      const held = run?.loop;
      held?.hold();
      return () => held?.release();
    },
    onImported({ block, outcome, origin }) {
      blocks.imported(block, outcome);
      if (origin !== LOCAL) return;
      sample();
      record.luck.sealed();
    },
  });

  const desk = createWorkDesk({ ethash, log, head: chain.head, importSealed: imports.take });

  const onFound = async (work: Work, { nonce, mixHash }: Seal): Promise<void> => {
    const verdict = await submitOwn({ sealHash: work.sealHash, nonce, mixHash, origin: LOCAL }, { desk, clock, log });
    if (verdict.kind === 'block' || !isSameWork(local.searched(), work)) return;
    if (verdict.kind === 'rejected' && (verdict.reason === 'wrong-mix' || verdict.reason === 'low-difficulty')) {
      const facts = { code: 'LOCAL_SEAL_WRONG', reason: verdict.reason, number: Number(work.blockNumber) };
      log.error(facts, `a search thread found a seal that is none (${verdict.reason}): the machine’s memory may be at fault`);
    }
    search(work);
  };

  const local = createLocalSearch({
    ...{ sizes: options.ethashSizes, threads: options.threads, intensityPercent: options.intensityPercent, clock, log },
    ...(options.datasetDir === undefined ? {} : { datasetDir: options.datasetDir }),
    createPool: options.createPool ?? createSearchPool,
    onFound: (work, seal) =>
      void onFound(work, seal).catch((error: unknown) => log.error({ err: asMedrecError(error) }, 'an own seal was lost')),
    onRestart: record.restarted,
  });

  const sample = (): void => record.sample(local.threads(), local.searched()?.difficulty);
  const sampleLater = (): (() => void) =>
    clock.after(SAMPLE_INTERVAL_MS, () => {
      sample();
      if (run !== undefined) run.cancelSample = sampleLater();
    });

  const search = (work: Work): void => {
    sample();
    local.search(work);
  };
  const rest = (): void => {
    sample();
    desk.withdraw();
    local.rest();
  };

  chain.onHead(blocks.headChanged);
  return {
    desk,
    start() {
      if (run !== undefined) return;
      sample(); // lets go of the counters of threads that have ended
      record.meter.restart();
      local.open();
      const loop = createMiningLoop({
        ...{ chain, pool, executor, key, clock, freeExtra, log, rest },
        search: (template) => search(desk.offer(template)),
      });
      run = { loop, cancelSample: sampleLater() };
    },
    async stop() {
      const ending = run;
      run = undefined;
      ending?.cancelSample();
      ending?.loop.end();
      await local.close();
    },
    setThreads(threads) {
      sample();
      local.setThreads(threads);
    },
    setIntensity: local.setIntensity,
    stats() {
      sample();
      return readStats({ isRunning: run !== undefined, reason: run?.loop.reason(), template: desk.template(), local, record, blocks });
    },
    onSealed: imports.onSealed,
  };
}
