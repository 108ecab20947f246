import type { Clock } from '@medrec/miner/chain';
import type { Solution, SubmitVerdict, Work, WorkDesk } from '@medrec/miner/sealing';
import { bytesToHex, keccak } from '@medrec/shared/bytes';

/** A work desk that a test moves: it hands out what it is told to, and judges as it is told to. */
export interface FakeDesk extends WorkDesk {
  readonly solutions: readonly Solution[];
  /** New work on the head, or on a new one; it is told to whoever listens. */
  offer(change?: { readonly isNewHead?: boolean; readonly difficulty?: bigint }): Work;
  withdraw(): void;
  judgeAs(judge: (solution: Solution) => SubmitVerdict | Promise<SubmitVerdict>): void;
}

const TWO_256 = 2n ** 256n;

export function createFakeDesk(): FakeDesk {
  const listeners = new Set<(work: Work) => void>();
  const solutions: Solution[] = [];
  let present: Work | undefined;
  let serial = 0;
  let height = 0n;
  let judge: (solution: Solution) => SubmitVerdict | Promise<SubmitVerdict> = () => ({ kind: 'share' });
  return {
    solutions,
    offer({ isNewHead = false, difficulty = 1_000_000n } = {}) {
      if (isNewHead || height === 0n) height += 1n;
      serial += 1;
      present = {
        blockNumber: height,
        parent: bytesToHex(keccak(Uint8Array.of(0, Number(height)))),
        sealHash: keccak(Uint8Array.of(1, serial >> 8, serial & 255)),
        seedHash: new Uint8Array(32),
        difficulty,
        target: new Uint8Array(Buffer.from((TWO_256 / difficulty).toString(16).padStart(64, '0'), 'hex')),
        isNewHead,
      };
      for (const listener of listeners) listener(present);
      return present;
    },
    withdraw() {
      present = undefined;
    },
    judgeAs(next) {
      judge = next;
    },
    current: () => present,
    onWork(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async submit(solution) {
      solutions.push(solution);
      return judge(solution);
    },
  };
}

/** A clock that stands still until it is moved. */
export interface HandClock extends Clock {
  forward(ms: number): void;
}

export function createHandClock(): HandClock {
  let now = 1_700_000_000_000;
  const timers = new Map<() => void, number>();
  return {
    nowMs: () => now,
    after(delayMs, run) {
      const entry = (): void => run();
      timers.set(entry, now + delayMs);
      return () => void timers.delete(entry);
    },
    forward(ms) {
      now += ms;
      for (const [run, dueMs] of [...timers].sort((a, b) => a[1] - b[1])) {
        if (dueMs > now) continue;
        timers.delete(run);
        run();
      }
    },
  };
}
