import { createHashRateMeter, createLuckBook } from '@medrec/miner/sealing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: an operator's trust. A rate that counts hashes never done, or luck that is an artefact of counting.

describe('the hash rate', () => {
  it('is a mean over each window, from the first hash on', () => {
    let now = 1_000_000;
    const meter = createHashRateMeter(() => now);
    let total = 0;
    // A dataset is made for two minutes first.
    for (let second = 0; second < 120; second++, now += 1000) meter.sample(0);
    now -= 1000;
    for (let second = 0; second < 60; second++) {
      now += 1000;
      total += second < 30 ? 100 : 300;
      meter.sample(total);
    }
    expect(meter.rates()).toEqual({ seconds10: 300, seconds60: 200, minutes15: 200, max: 300 });
    for (let second = 0; second < 3600; second++) {
      now += 1000;
      meter.sample(total);
    }
    expect(meter.rates()).toEqual({ seconds10: 0, seconds60: 0, minutes15: 0, max: 300 });
  });

  it('does not take a pause for slowness', () => {
    let now = 0;
    const meter = createHashRateMeter(() => now);
    let total = 0;
    const hash = (seconds: number): void => {
      for (let second = 0; second < seconds; second++) {
        now += 1000;
        total += 100;
        meter.sample(total);
      }
    };
    meter.sample(0);
    hash(20);
    now += 600_000;
    meter.restart();
    meter.sample(total);
    hash(5);
    expect(meter.rates()).toEqual({ seconds10: 100, seconds60: 100, minutes15: 100, max: 100 });
  });

  it('lies between the slowest and the fastest second, however the samples fall', () => {
    const steps = fc.array(fc.record({ ms: fc.integer({ min: 1, max: 3000 }), perSecond: fc.integer({ min: 50, max: 150 }) }), {
      minLength: 20,
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (given) => {
        let now = 0;
        let total = 0;
        const meter = createHashRateMeter(() => now);
        meter.sample(0);
        for (const { ms, perSecond } of given) {
          now += ms;
          total += (perSecond * ms) / 1000;
          meter.sample(total);
        }
        if (now < 2000) return;
        const { seconds10, seconds60, minutes15, max } = meter.rates();
        for (const rate of [seconds10, seconds60, minutes15, max]) {
          expect(rate).toBeGreaterThan(49.9);
          expect(rate).toBeLessThan(150.1);
        }
        expect(max).toBeGreaterThanOrEqual(seconds10);
      }),
    );
  });
});

describe('luck', () => {
  it('is blocks sealed against blocks expected, at the difficulty each hash was done at', () => {
    const book = createLuckBook();
    expect(book.read()).toEqual({ effortPercent: 0, lifePercent: undefined, recentPercent: undefined, recentBlocks: 0, expectedBlocks: 0 });
    book.worked(500, 1000n);
    book.worked(500, 2000n);
    expect(book.read()).toMatchObject({ effortPercent: 75, lifePercent: 0, recentPercent: undefined });
    book.sealed();
    expect(book.read()).toMatchObject({ effortPercent: 0, recentBlocks: 1, expectedBlocks: 0.75 });
    expect(book.read().lifePercent).toBeCloseTo(133.33, 2);
    book.worked(1250, 1000n);
    book.sealed();
    expect(book.read()).toMatchObject({ recentBlocks: 2, lifePercent: 100, recentPercent: 100 });
  });

  it('tells the last fifty rounds from the whole life', () => {
    const book = createLuckBook();
    for (let round = 0; round < 100; round++) {
      book.worked(round < 50 ? 4000 : 1000, 1000n);
      book.sealed();
    }
    expect(book.read()).toMatchObject({ lifePercent: 40, recentPercent: 100, recentBlocks: 50 });
  });
});
