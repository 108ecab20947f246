import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { LocalSearch } from './local-search.ts';
import type { MiningRecord } from './mining-record.ts';
import type { OwnBlocks } from './own-blocks.ts';
import type { SealerStats, SealerTemplate } from './types.ts';

export interface StatsSources {
  readonly isRunning: boolean;
  /** The code of what keeps templates from being built. */
  readonly reason: string | undefined;
  readonly template: Block | undefined;
  readonly local: LocalSearch;
  readonly record: MiningRecord;
  readonly blocks: OwnBlocks;
}

export function readStats({ isRunning, reason, template, local, record, blocks }: StatsSources): SealerStats {
  const hashesPerSecond = record.meter.rates();
  const dataset = local.dataset();
  return {
    state: isRunning ? runningState(template, local, dataset.state) : 'stopped',
    reason: reason ?? local.fault(),
    threadCount: local.threadCount(),
    intensityPercent: local.intensityPercent(),
    threads: isRunning ? record.meter.threads() : [],
    hashesPerSecond,
    hashes: record.meter.hashes(),
    isHashRateZero: record.isHashRateZero(),
    expectedBlockSeconds: expectedSeconds(template, hashesPerSecond.seconds10),
    template: template && describeTemplate(template),
    blocks: blocks.counts(),
    luck: record.luck.read(),
    dataset,
    restarts: record.restarts(),
  };
}

function runningState(template: Block | undefined, local: LocalSearch, dataset: string): SealerStats['state'] {
  if (template === undefined || local.fault() !== undefined) return 'idle';
  return local.threadCount() > 0 && dataset !== 'ready' ? 'preparing' : 'sealing';
}

function expectedSeconds(template: Block | undefined, hashesPerSecond: number): number | undefined {
  return template === undefined || hashesPerSecond === 0 ? undefined : Number(template.header.difficulty) / hashesPerSecond;
}

function describeTemplate({ header, transactions }: Block): SealerTemplate {
  const { number, difficulty } = header;
  return { number, parent: bytesToHex(header.parentHash), difficulty, transactions: transactions.length };
}
