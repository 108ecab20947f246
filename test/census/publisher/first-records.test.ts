import { createFirstRecords, createStageTable, type Stage } from '@medrec/census/publisher';
import { describe, expect, it } from 'vitest';

// What would be lost: a provider's budget, spent on a first census of so few patients that every cell is withheld.

function hold(counts: Partial<Record<Stage, number>>, unplanned = 0) {
  const stages = createStageTable();
  let next = 0;
  for (const [stage, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) stages.set(`0x${(next++).toString(16)}`, stage as Stage);
  }
  let now = 0;
  const withPointer = new Set<`0x${string}`>();
  const areDue = createFirstRecords({ stages, withPointer, unplanned: () => unplanned, nowMs: () => now });
  return { areDue, withPointer, pass: (ms: number) => (now += ms) };
}

describe('the first records', () => {
  it('wait while patients are still being enrolled', () => {
    expect(hold({ accepted: 299, enrolling: 64 }).areDue()).toBe(false);
    expect(hold({ accepted: 299, planned: 1 }).areDue()).toBe(false);
    expect(hold({ accepted: 10 }, 3).areDue()).toBe(false);
  });

  it('go out when enough are in, or everyone is', () => {
    expect(hold({ accepted: 300, enrolling: 64 }).areDue()).toBe(true);
    expect(hold({ accepted: 10, waiting: 1 }).areDue()).toBe(true);
    expect(hold({ waiting: 1 }).areDue()).toBe(false);
  });

  it('go out after half a minute, however few there are', () => {
    const few = hold({ accepted: 10, enrolling: 64 });
    expect(few.areDue()).toBe(false);
    few.pass(30_000);
    expect(few.areDue()).toBe(true);
  });

  it('never wait again once a record is on the chain', () => {
    const running = hold({ accepted: 1, enrolling: 64 });
    running.withPointer.add('0xff');
    expect(running.areDue()).toBe(true);
  });
});
