import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExtranonces } from '../../../packages/miner/src/remote-sealing/stratum/extranonces.ts';
import { createLineReader } from '../../../packages/miner/src/remote-sealing/stratum/line-reader.ts';
import { decodeLine, type StratumRequest } from '../../../packages/miner/src/remote-sealing/stratum/messages.ts';
import { decodeSubmission } from '../../../packages/miner/src/remote-sealing/stratum/submission.ts';
import { stratumDifficulty, targetOfHashes, withShareTarget } from '../../../packages/miner/src/remote-sealing/work/share-difficulty.ts';
import { createVardiff } from '../../../packages/miner/src/remote-sealing/work/vardiff.ts';
import { parseRate } from '../../../packages/miner/src/remote-sealing/workers/parse-rate.ts';
import { createWorkerBook } from '../../../packages/miner/src/remote-sealing/workers/worker-book.ts';
import { cleanName, parseLogin } from '../../../packages/miner/src/remote-sealing/workers/worker-name.ts';
import { createFakeDesk, createHandClock } from './fake-desk.ts';

// What would be lost: what comes from miners is decoded here, once, and every number that they search by is made here.

const SEED = { seed: 20_261_126 };
const big = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

describe('lines', () => {
  it('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[!-~äé€]{1,20}$/)), fc.array(fc.nat(30), { minLength: 1 }), (texts, cuts) => {
        const stream = Buffer.from(texts.map((text) => `${text}\n`).join(''));
        const lines: string[] = [];
        const reader = createLineReader(100, (line) => lines.push(line));
        for (let at = 0, i = 0; at < stream.length; i++) {
          const step = (cuts[i % cuts.length] ?? 0) + 1;
          expect(reader.push(stream.subarray(at, at + step))).toBe(true);
          at += step;
        }
        expect(lines).toEqual(texts);
      }),
      SEED,
    );
  });

  it('end the stream when they are too long, whether their end has come or not', () => {
    const lines: string[] = [];
    const reader = () => createLineReader(10, (line) => lines.push(line));
    expect(reader().push(Buffer.from('0123456789\r\n'))).toBe(false);
    expect(reader().push(Buffer.from('0123456789\n'))).toBe(true);
    expect(reader().push(Buffer.from('0123456789a'))).toBe(false);
    const slow = reader();
    expect([...'0123456789a'].map((letter) => slow.push(Buffer.from(letter)))).toEqual([...Array(10).fill(true), false]);
    expect(lines).toEqual(['0123456789']);
  });
});

describe('messages', () => {
  it('are decoded or refused, never thrown at', () => {
    const json = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(json, (line) => {
        expect(['request', 'answer', 'garbage']).toContain(decodeLine(line).kind);
      }),
      { ...SEED, numRuns: 2000 },
    );
  });

  it('with any parameters give a whole solution or none', () => {
    const param = fc.oneof(fc.string(), fc.stringMatching(/^(0x)?[0-9a-fA-F]{0,70}$/), fc.constant(undefined));
    const method = fc.constantFrom('eth_submitWork', 'mining.submit');
    fc.assert(
      fc.property(method, fc.array(param, { maxLength: 8 }), fc.constantFrom('', 'ab12', 'ab12ef'), (name, params, extranonce) => {
        const request: StratumRequest = { id: 1, method: name, params, worker: undefined, isVersion2: false };
        const solution = decodeSubmission(request, extranonce);
        if (solution === undefined) return;
        expect(solution.nonce).toHaveLength(8);
        expect(Buffer.from(solution.nonce).toString('hex').startsWith(extranonce)).toBe(true);
        expect(solution.mixHash?.length ?? 32).toBe(32);
      }),
      { ...SEED, numRuns: 5000 },
    );
  });

  it('name workers in every way miners do, and never by more than a short plain name', () => {
    const name = (user: string, worker?: string): string => parseLogin({ user, worker }).worker;
    expect([name('0xlab.rig1'), name('0xlab/rig1/mail%40host'), name('0xlab', 'rig1'), name('0xlab.rig1:secret'), name('0xlab')]).toEqual([
      ...['rig1', 'rig1', 'rig1', 'rig1', '0xlab'],
    ]);
    expect(parseLogin({ user: 'u.w:tail', password: 'pass' }).secrets).toEqual(['pass', 'tail']);
    expect(cleanName('')).toBe('unnamed');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(cleanName(text)).toMatch(/^[A-Za-z0-9._@+-]{1,32}$/);
      }),
      SEED,
    );
  });

  it('report rates as numbers or not at all', () => {
    expect([parseRate('0x1c9c380'), parseRate(`0x${'0'.repeat(62)}ff`)]).toEqual([30_000_000, 255]);
    for (const text of [undefined, '', '30000000', '0x', '0xzz', `0x${'f'.repeat(65)}`]) expect(parseRate(text)).toBeUndefined();
  });
});

describe('share targets', () => {
  const desk = createFakeDesk();
  const job = (difficulty: bigint) => ({ id: '00000001', work: desk.offer({ difficulty }) });

  it('are never harder than the block’s', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 60n), fc.integer({ min: 16, max: 42 }), (difficulty, exponent) => {
        const { shareTarget, shareHashes, work } = withShareTarget(job(difficulty), 2 ** exponent);
        expect(big(shareTarget) >= big(work.target)).toBe(true);
        expect(shareHashes).toBeLessThanOrEqual(Number(difficulty));
      }),
      SEED,
    );
  });

  it('come back from mining.set_difficulty, read by its specification, no harder than they were', () => {
    fc.assert(
      fc.property(fc.bigInt(1000n, 2n ** 50n), fc.integer({ min: 65_536, max: 2 ** 42 }), (difficulty, hashes) => {
        const handed = withShareTarget(job(difficulty), hashes);
        const wire = Number(JSON.stringify(stratumDifficulty(handed)));
        // 0x00000000ffff0000… divided by the difficulty, in parts of 2^60.
        const read = (0xffffn * 2n ** 208n * 2n ** 60n) / BigInt(Math.floor(wire * 2 ** 60));
        expect(read >= big(handed.shareTarget) - big(handed.shareTarget) / 2n ** 40n).toBe(true);
        expect(read <= (big(handed.shareTarget) * 100_001n) / 100_000n + 1n).toBe(true);
        expect(wire).toBeLessThan(10_000); // beyond, ethminer reads the reciprocal wrongly
      }),
      SEED,
    );
  });

  it('cover the whole range', () => {
    expect(big(targetOfHashes(1))).toBe(2n ** 256n - 1n);
    expect(big(targetOfHashes(2 ** 20))).toBe(2n ** 236n);
  });
});

describe('the pace of a connection', () => {
  it.each([
    ['a core of a CPU', 3e5],
    ['a GPU', 3e7],
    ['a large farm', 3e9],
  ])('comes to about a share in ten seconds: %s', (_, rate) => {
    const clock = createHandClock();
    const vardiff = createVardiff(2 ** 24, clock.nowMs);
    let hashes = 2 ** 24;
    let found = 0;
    for (let second = 0; second < 900; second++) {
      clock.forward(1000);
      found += rate / hashes;
      for (; found >= 1; found--) vardiff.onShare();
      if (second % 4 === 0) hashes = vardiff.next(Number.MAX_SAFE_INTEGER);
    }
    expect(hashes / rate).toBeGreaterThan(10 / 2);
    expect(hashes / rate).toBeLessThan(10 * 2);
  });

  it('does not run away while the block is easier than any share', () => {
    const clock = createHandClock();
    const vardiff = createVardiff(2 ** 24, clock.nowMs);
    for (let i = 0; i < 1000; i++) {
      for (let share = 0; share < 100; share++) vardiff.onShare();
      clock.forward(1000);
      vardiff.next(100_000);
    }
    expect(vardiff.next(2 ** 50)).toBeLessThanOrEqual(100_000 * 64);
  });
});

describe('bounds', () => {
  it('keep few workers: who is silent longest makes room, who is connected stays', () => {
    const clock = createHandClock();
    const book = createWorkerBook(clock.nowMs, 3);
    book.worker('busy').opened('stratum');
    for (const name of ['old', 'young']) {
      clock.forward(1000);
      book.worker(name).seen('getwork');
    }
    clock.forward(1000);
    book.worker('new').opened('stratum');
    expect(book.all().map(({ name }) => name)).toEqual(['busy', 'young', 'new']);
    book.worker('young').opened('stratum');
    for (let i = 0; i < 100; i++) book.worker(`more-${i}`).turnedAway('malformed');
    expect(book.all()).toHaveLength(4);
    expect(book.worker('(others)').report().rejected).toEqual({ malformed: 100 });
  });

  it('give an extranonce to one connection at a time, and not the same again at once', () => {
    const extranonces = createExtranonces();
    const first = extranonces.take();
    extranonces.giveBack(first);
    const others = Array.from({ length: 1000 }, () => extranonces.take());
    expect(new Set([first, ...others]).size).toBe(1001);
  });
});
