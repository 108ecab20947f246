import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { EthashSizes } from '@medrec/shared/chain';
import { asMedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { type Chain, type Clock, systemClock } from '../chain/index.ts';
import type { Executor } from '../execution/index.ts';
import type { TxPool } from '../txpool/index.ts';
import { paddedExtra } from './build-template.ts';
import { createHashRateMeter } from './hash-rate.ts';
import { createMiningLoop, type MiningLoop } from './mining-loop.ts';
import { createSearchWorkers, type SearchWorkers } from './search-workers.ts';
import type { SealedBlock, Sealer, SealerKey, SealerStats, SealerTemplate } from './types.ts';

export interface SealerOptions {
  readonly chain: Chain;
  readonly pool: TxPool;
  readonly executor: Executor;
  readonly key: SealerKey;
  readonly ethashSizes: EthashSizes;
  readonly threads: number;
  /** Share of each thread's time that is spent searching, 1 to 100. */
  readonly intensityPercent: number;
  /** At most 32 bytes of the lab's own in each block. */
  readonly freeExtra?: Uint8Array;
  readonly clock?: Clock;
  readonly log?: Logger;
}

/** The lab's mining: template on the head → search in worker threads → own block through the chain's import. */
export function createSealer(options: SealerOptions): Sealer {
  const { chain, pool, executor, key, threads, intensityPercent } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLogger();
  const freeExtra = paddedExtra(options.freeExtra ?? new Uint8Array(0));
  const meter = createHashRateMeter(clock.nowMs);
  const listeners = new Set<(sealed: SealedBlock) => void>();
  const counts = { blocksSealed: 0, blocksLost: 0, workerRestarts: 0 };
  let run: { readonly workers: SearchWorkers; readonly loop: MiningLoop } | undefined;

  const onSealed = (sealed: SealedBlock): void => {
    counts[sealed.outcome === 'canonical' ? 'blocksSealed' : 'blocksLost']++;
    log.info(describeSealed(sealed), 'sealed a block');
    for (const listener of listeners) {
      try {
        listener(sealed);
      } catch (error) {
        log.error({ err: error }, 'a listener failed on a sealed block');
      }
    }
  };

  const onRefused = (error: unknown): void => {
    counts.blocksLost++;
    const known = asMedrecError(error);
    log.error({ code: known.code, ...known.toJSON().facts }, `the own block was refused: ${known.message}`);
  };

  return {
    start() {
      if (run !== undefined) return;
      meter.restart();
      const workers = createSearchWorkers({
        ...{ threads, intensityPercent, sizes: options.ethashSizes, clock, log },
        onMessage: (message) => (message.kind === 'hashed' ? meter.add(message.hashes) : run?.loop.onFound(message)),
        onRestart: () => counts.workerRestarts++,
      });
      const loop = createMiningLoop({ chain, pool, executor, key, clock, freeExtra, log, workers, onSealed, onRefused });
      run = { workers, loop };
    },
    async stop() {
      const ending = run;
      run = undefined;
      ending?.loop.end();
      await ending?.workers.close();
    },
    stats() {
      const hashesPerSecond = meter.rates();
      const searched = run?.loop.searched();
      const idleOrSealing = searched === undefined ? 'idle' : 'sealing';
      return {
        state: run === undefined ? 'stopped' : idleOrSealing,
        reason: run?.loop.reason(),
        threads,
        intensityPercent,
        hashesPerSecond,
        expectedBlockSeconds: expectedSeconds(searched, hashesPerSecond.seconds10),
        template: searched && describeTemplate(searched),
        ...counts,
      };
    },
    onSealed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function expectedSeconds(searched: Block | undefined, hashesPerSecond: number): SealerStats['expectedBlockSeconds'] {
  return searched === undefined || hashesPerSecond === 0 ? undefined : Number(searched.header.difficulty) / hashesPerSecond;
}

function describeTemplate({ header, transactions }: Block): SealerTemplate {
  const { number, difficulty } = header;
  return { number, parent: bytesToHex(header.parentHash), difficulty, transactions: transactions.length };
}

function describeSealed({ block, outcome }: SealedBlock): Record<string, string | number> {
  const { header, transactions, uncleHeaders } = block;
  const number = Number(header.number);
  return { number, block: bytesToHex(block.hash()), transactions: transactions.length, ommers: uncleHeaders.length, outcome };
}
