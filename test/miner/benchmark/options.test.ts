import { availableParallelism } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median } from '../../../packages/miner/src/benchmark/median.ts';
import { doubling, parseFlags } from '../../../packages/miner/src/cli/commands/benchmark/options.ts';

// What would be lost: a benchmark that measures what its user asked for, and says which option it did not understand.

const flags = { epoch: '0', runs: '5', seconds: '2', json: false };

it('measures standard sizes on 1, 2, 4, … threads when nothing is asked', () => {
  const { sizes, threads, runs, secondsPerRun } = parseFlags(flags);
  expect(sizes).toEqual({ cacheBytes: 16_776_896, datasetBytes: 1_073_739_904 });
  expect(threads).toEqual(doubling(availableParallelism()));
  expect([runs, secondsPerRun]).toEqual([5, 2]);
  expect([1, 2, 3, 4, 6, 16].map(doubling)).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 4], [1, 2, 4, 6], [1, 2, 4, 8, 16]]);
});

it('takes a list of threads, an epoch, and sizes of its own', () => {
  expect(parseFlags({ ...flags, threads: '2,1', epoch: '171' })).toMatchObject({ threads: [2, 1], epoch: 171 });
  const fixed = parseFlags({ ...flags, cacheBytes: '1024', datasetBytes: '32768' });
  expect(fixed.sizes).toEqual({ cacheBytes: 1024, datasetBytes: 32_768 });
});

it.each([
  ['--threads', { threads: '0' }],
  ['--threads', { threads: '1,,2' }],
  ['--threads', { threads: '65' }],
  ['--threads', { threads: 'all' }],
  ['--epoch', { epoch: '-1' }],
  ['--runs', { runs: '0' }],
  ['--runs', { runs: '2.5' }],
  ['--seconds', { seconds: 'long' }],
  ['--cache-bytes', { cacheBytes: '1000', datasetBytes: '32768' }],
  ['--cache-bytes', { cacheBytes: '1024' }],
  ['--dataset-bytes', { cacheBytes: '1024', datasetBytes: '64' }],
])('names %s in %o', (option, given) => {
  expect(() => parseFlags({ ...flags, ...given })).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', facts: expect.objectContaining({ option }) }),
  );
});

it('has as many samples below the median as above it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 }), (values) => {
      const middle = median(values);
      expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
    }),
  );
  expect(median([4, 1])).toBe(2.5);
  expect(() => median([])).toThrow(expect.objectContaining({ code: 'NO_SAMPLES' }));
});
