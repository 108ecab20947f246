import { expect, it } from 'vitest';
import { openTaskBoard } from '../../../packages/miner/src/ethash/dataset/index.ts';
import { createStallWatch } from '../../../packages/miner/src/ethash/search/stall-watch.ts';
import { taskFor } from './dataset-fixture.ts';

// What would be lost: the one sign that a dataset waits for a disk that never answers; or trust in it, if it came while work is done.

it('says after thirty looks without a step, once, and once when there is one', () => {
  const watch = createStallWatch();
  const changes: unknown[] = [];
  const look = (steps: number, times: number): void => {
    for (let i = 0; i < times; i++) {
      const change = watch.look(steps);
      if (change !== undefined) changes.push([steps, i, change]);
    }
  };
  look(0, 31);
  expect([changes, watch.isStalled()]).toEqual([[[0, 30, 'stalled']], true]);
  // Chunks that were given back and taken again are nothing new.
  look(-1, 100);
  look(0, 100);
  look(1, 30);
  expect([changes.slice(1), watch.isStalled()]).toEqual([[[1, 0, 'goes-on']], false]);
  look(2, 31);
  expect(changes.slice(2)).toEqual([[2, 30, 'stalled']]);
});

it('counts as steps what is looked for, what is done and the cache, and not waiting for the cache', () => {
  const board = openTaskBoard(taskFor(undefined, 0, 2));
  const steps: number[] = [];
  const after = (act: () => unknown): void => {
    act();
    steps.push(board.steps());
  };
  after(() => undefined);
  after(() => board.claim(0));
  after(() => board.markMissing(0));
  after(() => board.claim(1));
  after(() => board.markDone(1, true));
  after(() => board.claim(1));
  after(() => board.markMissing(2));
  // A chunk that is missing, taken and given back because the cache is being made, over and over.
  for (let i = 0; i < 3; i++) {
    after(() => board.claim(1));
    after(() => board.markMissing(0));
  }
  after(() => board.cache(0));
  after(() => board.cacheMade());
  after(() => board.claim(0));
  after(() => board.markDone(0, false));
  expect(steps).toEqual([0, 0, 1, 1, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 6]);
});
