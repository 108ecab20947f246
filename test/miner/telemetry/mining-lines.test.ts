import type { DatasetState } from '@medrec/miner/ethash';
import type { SealerStats } from '@medrec/miner/sealing';
import { createDatasetLog, formatRate, formatRates, formatSeconds, logSpeed } from '@medrec/miner/telemetry';
import type { Logger } from '@medrec/shared/log';
import { describe, expect, it } from 'vitest';
import { describeMining } from '../../../packages/miner/src/cli/lab/describe-mining.ts';
import type { MiningAnswer } from '../../../packages/miner/src/cli/lab/read-mining.ts';

// What would be lost: the lines an operator reads. A wrong unit is a wrong decision about a machine.

function logTo(lines: string[]): Logger {
  return { info: (_: unknown, line: string) => void lines.push(line) } as unknown as Logger;
}

describe('rates and times for people', () => {
  it('are in the unit that fits', () => {
    expect([0, 999, 1000, 712_345, 1e6, 34.56e6, 2e9].map(formatRate)).toEqual([
      ...['0 H/s', '999 H/s', '1.0 kH/s', '712.3 kH/s', '1.0 MH/s', '34.6 MH/s', '2.0 GH/s'],
    ]);
    expect(formatRates([900, 1200, 50])).toBe('0.9 1.2 0.1 kH/s');
    expect([0, 0.26, 9.94, 10, 59, 60, 365, 3600, 90_061, 8_640_000].map(formatSeconds)).toEqual([
      ...['0.0 s', '0.3 s', '9.9 s', '10 s', '59 s', '1 min', '6 min 5 s', '1 h', '1 d 1 h', '100 d'],
    ]);
  });
});

describe('the speed line', () => {
  const stats: SealerStats = {
    ...{ state: 'sealing', reason: undefined, threadCount: 2, intensityPercent: 100, threads: [], hashes: 5, isHashRateZero: false },
    hashesPerSecond: { seconds10: 712_300, seconds60: 711_900, minutes15: 709_000, max: 734_100 },
    expectedBlockSeconds: 365,
    template: undefined,
    blocks: { sealed: 12, side: 1, replaced: 0, refused: 0 },
    luck: { effortPercent: 33.7, lifePercent: 98, recentPercent: 104.2, recentBlocks: 13, expectedBlocks: 12.5 },
    dataset: { state: 'ready' },
    restarts: { count: 0, lastReason: undefined, lastSlot: undefined, lastAtMs: undefined },
  };

  it('has rates over three windows, the best, the time to a block, effort and luck', () => {
    const lines: string[] = [];
    logSpeed(logTo(lines), stats);
    const fresh = { ...stats, expectedBlockSeconds: undefined, luck: { ...stats.luck, recentPercent: undefined } };
    logSpeed(logTo(lines), fresh);
    expect(lines).toEqual([
      'speed 10s/60s/15m 712.3 711.9 709.0 kH/s max 734.1 kH/s, a block in 6 min 5 s on average, effort 34 %, luck 104 % over 13 blocks',
      'speed 10s/60s/15m 712.3 711.9 709.0 kH/s max 734.1 kH/s, effort 34 %',
    ]);
  });
});

describe('the line of luck', () => {
  const rates = { seconds10: 0, seconds60: 0, minutes15: 0, max: 0 };
  const answer: MiningAnswer = {
    ...{ address: '0x', mining: true, reason: null, state: 'sealing', code: null, threads: 1, intensityPercent: 100, hashRate: rates },
    ...{ byThread: [], hashes: 10, hashRateZero: false, expectedBlockSeconds: null, template: null },
    blocks: { sealed: 9, side: 0, replaced: 0, refused: 0 },
    remote: { workers: 1, hashRate: 1000 },
    luck: { effortPercent: 12.4, lifePercent: 0, recentPercent: null, recentBlocks: 0, expectedBlocks: 0.1 },
    dataset: { state: 'none', epoch: null, bytes: null, doneBytes: null, readBytes: null, secondsLeft: null, keptOnDisk: null },
    restarts: { count: 0, lastReason: null, lastThread: null, lastAtMs: null },
  };
  const luckOf = (change: Partial<MiningAnswer>): string | undefined =>
    describeMining({ ...answer, ...change }).find((line) => line.startsWith('luck'));

  it('is about own threads, and is not there where there are none', () => {
    expect(luckOf({})).toBe('luck      effort 12 % in this round, no block by own threads yet');
    expect(luckOf({ threads: 0, hashes: 0 })).toBeUndefined();
    // They were stopped: what they did is still worth reading.
    expect(luckOf({ threads: 0, hashes: 10 })).toBeDefined();
  });
});

describe('the dataset’s lines', () => {
  it('come every ten per cent and at the end, for each epoch, and not for a small one', () => {
    const lines: string[] = [];
    const tell = createDatasetLog(logTo(lines));
    const bytes = 2 ** 30;
    const preparing = (epoch: number, percent: number, secondsLeft?: number): DatasetState => ({
      ...{ state: 'preparing', epoch, bytes, doneBytes: (bytes / 100) * percent, readBytes: 0 },
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    });
    tell({ state: 'none' });
    tell({ state: 'preparing', epoch: 0, bytes: 32_768, doneBytes: 0 });
    for (const percent of [0, 4, 9.9, 12, 15, 20, 55]) tell(preparing(0, percent, percent === 0 ? undefined : 100 - percent));
    tell({ state: 'ready', epoch: 0, bytes, doneBytes: bytes, readBytes: bytes / 4 });
    tell({ state: 'ready', epoch: 0, bytes, doneBytes: bytes, readBytes: bytes / 4 });
    tell(preparing(1, 70));
    expect(lines).toEqual([
      'preparing the dataset of epoch 0 (1.00 GiB): 0 %',
      'preparing the dataset of epoch 0 (1.00 GiB): 12 %, 1 min 28 s left',
      'preparing the dataset of epoch 0 (1.00 GiB): 20 %, 1 min 20 s left',
      'preparing the dataset of epoch 0 (1.00 GiB): 55 %, 45 s left',
      'the dataset of epoch 0 is ready: 1.00 GiB, 25 % of it read from disk',
      'preparing the dataset of epoch 1 (1.00 GiB): 70 %',
    ]);
  });
});
