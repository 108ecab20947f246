import { expect, it } from 'vitest';
import { checkHashes } from '../../../packages/miner/src/benchmark/check-hashes.ts';
import type { Task, TaskResult } from '../../../packages/miner/src/benchmark/tasks.ts';
import type { BenchThreads } from '../../../packages/miner/src/benchmark/threads.ts';

// What would be lost: the worth of every figure. A kernel that hashes wrong, or leaves out nonces, could be as fast as it likes.

const GOOD = new Uint8Array(32);
const POOR = new Uint8Array(32).fill(0xff);
const MIX = new Uint8Array(32).fill(7);
/** Nonces before the one that is found. */
const PASSED = 5;
/** Hashes that each thread finds. */
const ROUNDS = 4;

interface Lies {
  readonly found?: Partial<NonNullable<TaskResult['found']>> | 'nothing';
  /** What the light kernel says of the nonces passed over, and of the last. */
  readonly passed?: Uint8Array;
  readonly last?: Uint8Array;
  /** What the dataset gives for the second nonce, where it should give what the cache gives. */
  readonly full?: Uint8Array;
}

/** Threads whose answers are made up: of `PASSED` nonces none is good, the next one is. */
function threadsThatSay({ found, passed = POOR, last = GOOD, full }: Lies): BenchThreads {
  const times = { done: 0, milliseconds: 1, cpuMilliseconds: null };
  const answer = (task: Task): TaskResult => {
    if (task.kind === 'find') {
      if (found === 'nothing') return times;
      return { ...times, found: { nonce: task.startNonce + BigInt(PASSED), mixHash: MIX, result: GOOD, ...found } };
    }
    if (task.kind !== 'hashLight' && task.kind !== 'hashFull') throw new RangeError(`unexpected task ${task.kind}`);
    const light = (i: number) => ({ mixHash: MIX, result: i === task.count - 1 ? last : passed });
    const hash = (i: number) => (task.kind === 'hashFull' && i === 1 && full ? { mixHash: full, result: light(i).result } : light(i));
    return { ...times, hashes: Array.from({ length: task.count }, (_, i) => hash(i)) };
  };
  return {
    run: async (slots, task) => Array.from({ length: slots }, (_, slot) => answer(task(slot))),
    resetItems: () => undefined,
    itemsDone: () => 0,
    close: async () => undefined,
  };
}

it('counts what the light kernel agrees with, on every thread', async () => {
  expect(await checkHashes(threadsThatSay({}), 3)).toBe(ROUNDS * 3 * (PASSED + 1));
});

it.each([
  ['finds nothing where something must be', { found: 'nothing' }, 'no hash found'],
  ['finds a nonce that nobody asked for', { found: { nonce: 3n } }, 'none of those asked for'],
  ['passes over a good nonce', { passed: GOOD }, 'passed over'],
  ['gives another mix', { found: { mixHash: POOR } }, 'differ'],
  ['gives another mix for what it passes over', { full: POOR }, 'from the dataset and from the cache differ'],
  ['gives another result', { found: { result: new Uint8Array(32).fill(1) } }, 'differ'],
  ['takes a result above the target', { found: { result: POOR }, last: POOR }, 'above the target'],
] as const)('refuses a search that %s', async (_, lies, difference) => {
  const refused = checkHashes(threadsThatSay(lies), 2);
  await expect(refused).rejects.toMatchObject({ code: 'BENCHMARK_HASH_WRONG', facts: { difference: expect.stringContaining(difference) } });
});
