import { silentLogger } from '@medrec/shared/log';
import { expect, it } from 'vitest';
import { createPoolControl, viewControl } from '../../../packages/miner/src/ethash/search/control.ts';
import { createCrew } from '../../../packages/miner/src/ethash/search/crew.ts';
import type { RestartReason } from '../../../packages/miner/src/ethash/search/types.ts';

// What would be lost: a core of the lab's machine, when a thread that stands still is not replaced.

it('replaces a stalled thread, and counts neither renewing nor letting go as a restart', async () => {
  const control = createPoolControl(4);
  const view = viewControl(control);
  const restarts: [number, RestartReason][] = [];
  const gone: number[] = [];
  let started = 0;
  const crew = createCrew({
    ...{ control, log: silentLogger() },
    // The wait before a restart is over at once.
    clock: {
      nowMs: () => 0,
      after: (_, run) =>
        (
          (timer) => () =>
            clearTimeout(timer)
        )(setTimeout(run, 0)),
    },
    onMessage: () => undefined,
    onGone: (slot) => gone.push(slot),
    onRestart: (slot, reason) => restarts.push([slot, reason]),
    greeting: () => {
      started++;
      return [];
    },
  });
  const resting = async (slots: readonly number[]): Promise<void> => {
    while (!slots.every((slot) => view.state(slot) === 'resting')) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  crew.resize(2);
  await resting([0, 1]);
  crew.restartStalled(1);
  while (started < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await resting([0, 1]);
  expect([restarts, gone]).toEqual([[[1, 'stalled']], [1]]);

  crew.renew();
  while (started < 5) await new Promise((resolve) => setTimeout(resolve, 5));
  await resting([0, 1]);
  // Let go and wanted again before it has left: the place is never held twice.
  crew.resize(1);
  crew.resize(2);
  while (started < 6) await new Promise((resolve) => setTimeout(resolve, 5));
  await resting([0, 1]);
  expect(restarts).toHaveLength(1);
  expect(crew.slots()).toEqual([0, 1]);
  await crew.close();
});
