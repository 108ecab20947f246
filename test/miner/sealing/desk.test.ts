import { Block, createBlockHeader } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createLegacyTx, type LegacyTx } from '@ethereumjs/tx';
import type { Head } from '@medrec/miner/chain';
import { createWorkDesk, type OpenWorkDesk, type Solution, type SubmitVerdict, type Work } from '@medrec/miner/sealing';
import { bytesToHex, concatBytes, type Hex, hexToBytes, keccak } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: a block that a miner found, or one credited that nobody found. Any order of heads, templates, right,
// wrong, late and repeated solutions must be judged as the rules say, and no seal may be imported twice.

const common = new Common({ chain: Mainnet, hardfork: Hardfork.Berlin });
const DIFFICULTY = 4n;
const TARGET = 2n ** 256n / DIFFICULTY;
const SHARE_TARGET = 2n ** 255n;
const NONCES = 24;

/** Stands for Ethash: any function of header and nonce will do, and a quarter of the nonces seal. */
function hashOf(sealHash: Uint8Array, nonce: bigint): { mixHash: Uint8Array; result: Uint8Array } {
  const result = keccak(concatBytes(sealHash, nonceBytes(nonce)));
  return { mixHash: keccak(result), result };
}

function nonceBytes(nonce: bigint): Uint8Array {
  return hexToBytes(`0x${nonce.toString(16).padStart(16, '0')}`);
}

const workOf = (sealHash: Uint8Array, nonce: bigint): bigint => BigInt(bytesToHex(hashOf(sealHash, nonce).result));
/** A nonce that seals. */
const sealing = ({ sealHash }: Pick<Work, 'sealHash'>): bigint =>
  Array.from({ length: 200 }, (_, at) => BigInt(at)).find((at) => workOf(sealHash, at) <= TARGET) as bigint;
const targetBytes = (target: bigint): Uint8Array => hexToBytes(`0x${target.toString(16).padStart(64, '0')}`);

interface Bench {
  readonly desk: OpenWorkDesk;
  readonly imported: Block[];
  /** What the next imports fail with, the last one first. */
  readonly failures: Error[];
  head(): { number: bigint; hash: Hex };
  moveTo(number: bigint, mark: number): void;
  /** @param mark tells templates of one head apart; below 65,536 */
  offer(mark: number, transactions?: readonly LegacyTx[]): Work;
  template(work: Work): Block | undefined;
}

function openBench(
  hash = async (_: bigint, sealHash: Uint8Array, nonce: bigint) => hashOf(sealHash, nonce),
  difficulty = DIFFICULTY,
): Bench {
  const imported: Block[] = [];
  const failures: Error[] = [];
  const offered = new Map<Hex, Block>();
  let head = { number: 100n, hash: bytesToHex(keccak(new Uint8Array([1]))) };
  const desk = createWorkDesk({
    ethash: { hash },
    log: silentLogger(),
    head: () => head as Head,
    async importSealed(block) {
      const failure = failures.pop();
      if (failure !== undefined) throw failure;
      imported.push(block);
      return bytesToHex(block.header.parentHash) === head.hash ? 'canonical' : 'side';
    },
  });
  return {
    ...{ desk, imported, failures },
    head: () => head,
    moveTo(number, mark) {
      head = { number, hash: bytesToHex(keccak(new Uint8Array([Number(number) & 0xff, mark]))) };
      desk.withdraw();
    },
    offer(mark, transactions = []) {
      const header = {
        number: head.number + 1n,
        parentHash: hexToBytes(head.hash),
        difficulty,
        extraData: new Uint8Array([mark >> 8, mark & 255]),
        timestamp: 1n,
      };
      const sealless = createBlockHeader({ ...header, gasLimit: 30_000_000n }, { common });
      const template = new Block(sealless, [...transactions], [], undefined, { common });
      const work = desk.offer(template);
      offered.set(bytesToHex(work.sealHash), template);
      return work;
    },
    template: (work) => offered.get(bytesToHex(work.sealHash)),
  };
}

const mix = fc.constantFrom('right' as const, 'wrong' as const, 'absent' as const);
const submission = fc.record({
  kind: fc.constant('submit' as const),
  /** Counted from the newest work. */
  back: fc.nat({ max: 30 }),
  nonce: fc.nat({ max: NONCES }).map(BigInt),
  mix,
  isShared: fc.boolean(),
});
const action = fc.oneof(
  { weight: 6, arbitrary: submission },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('offer' as const), mark: fc.nat({ max: 255 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('head' as const), up: fc.nat({ max: 3 }).map(BigInt), mark: fc.nat({ max: 255 }) }),
  },
);

function solutionFor(
  work: Pick<Work, 'sealHash'>,
  given: { nonce: bigint; mix: 'right' | 'wrong' | 'absent'; isShared: boolean },
): Solution {
  const { mixHash } = hashOf(work.sealHash, given.nonce);
  return {
    sealHash: work.sealHash,
    nonce: nonceBytes(given.nonce),
    ...(given.mix === 'absent' ? {} : { mixHash: given.mix === 'right' ? mixHash : keccak(mixHash) }),
    ...(given.isShared ? { shareTarget: targetBytes(SHARE_TARGET) } : {}),
    origin: 'rig',
  };
}

/** The rules in plain words, for one solution after the other. */
function createOracle(): { expect(bench: Bench, work: Work, solution: Solution, nonce: bigint): SubmitVerdict['kind'] | string } {
  const right = new Set<string>();
  const sealed = new Set<string>();
  return {
    expect(bench, work, solution, nonce) {
      const key = bytesToHex(work.sealHash);
      if (right.has(`${key}${nonce}`)) return 'duplicate';
      if (solution.mixHash && bytesToHex(solution.mixHash) !== bytesToHex(hashOf(work.sealHash, nonce).mixHash)) return 'wrong-mix';
      const reached = workOf(work.sealHash, nonce);
      const { number, hash } = bench.head();
      if (reached <= TARGET) {
        right.add(`${key}${nonce}`);
        // A block n may be an ommer of n+1 to n+6, and the next block is head+1.
        if (number + 1n > work.blockNumber + 6n || sealed.has(key)) return 'stale';
        sealed.add(key);
        return 'block';
      }
      if (!solution.shareTarget || reached > SHARE_TARGET) return 'low-difficulty';
      right.add(`${key}${nonce}`);
      return work.parent === hash ? 'share' : 'stale';
    },
  };
}

const named = (verdict: SubmitVerdict): string => (verdict.kind === 'rejected' ? verdict.reason : verdict.kind);

describe('the work desk', () => {
  it('judges any sequence of heads, templates and solutions as the rules say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 150 }), async (actions) => {
        const bench = openBench();
        const oracle = createOracle();
        const works = [bench.offer(0)];
        for (const given of actions) {
          if (given.kind === 'head') {
            bench.moveTo(bench.head().number + given.up, given.mark);
            works.push(bench.offer(0));
          } else if (given.kind === 'offer') works.push(bench.offer(given.mark));
          else {
            const work = works[Math.max(0, works.length - 1 - given.back)] as Work;
            const solution = solutionFor(work, given);
            const expected = oracle.expect(bench, work, solution, given.nonce);
            expect(named(await bench.desk.submit(solution))).toBe(expected);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('imports one block a template and counts a nonce once, however the checks interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(submission, { minLength: 5, maxLength: 60 }), async (scheduler, submissions) => {
        const bench = openBench(
          scheduler.scheduleFunction(async (_: bigint, sealHash: Uint8Array, nonce: bigint) => hashOf(sealHash, nonce)),
        );
        const works = [0, 1, 2].map((mark) => bench.offer(mark));
        const pending = submissions.map(async (given) => {
          const work = works[given.back % works.length] as Work;
          const verdict = await bench.desk.submit(solutionFor(work, given));
          return { key: `${bytesToHex(work.sealHash)}${given.nonce}`, seal: bytesToHex(work.sealHash), verdict };
        });
        const [verdicts] = await Promise.all([Promise.all(pending), scheduler.waitAll()]);
        const blocks = verdicts.filter(({ verdict }) => verdict.kind === 'block');
        expect(new Set(blocks.map(({ seal }) => seal)).size).toBe(blocks.length);
        expect(bench.imported).toHaveLength(blocks.length);
        const counted = verdicts.filter(({ verdict }) => verdict.kind !== 'rejected').map(({ key }) => key);
        expect(new Set(counted).size).toBe(counted.length);
      }),
      { numRuns: 100 },
    );
  });

  it('takes a result equal to the target, and none above it', async () => {
    // Of the difficulty that makes a nonce's result the target itself there is none; a hash of that value stands for it.
    for (const [result, kind] of [
      [TARGET, 'block'],
      [TARGET + 1n, 'rejected'],
    ] as const) {
      const bench = openBench(async () => ({ mixHash: new Uint8Array(32), result: targetBytes(result) }));
      const { sealHash, target } = bench.offer(0);
      expect(BigInt(bytesToHex(target))).toBe(TARGET);
      expect((await bench.desk.submit({ sealHash, nonce: nonceBytes(7n), origin: 'rig' })).kind).toBe(kind);
    }
  });

  it('seals the very template, with nonce and mix in it', async () => {
    const bench = openBench();
    const work = bench.offer(9);
    const nonce = Array.from({ length: 64 }, (_, at) => BigInt(at)).find((at) => workOf(work.sealHash, at) <= TARGET) as bigint;
    const verdict = await bench.desk.submit({ sealHash: work.sealHash, nonce: nonceBytes(nonce), origin: 'rig' });
    const [block] = bench.imported;
    expect(verdict).toEqual({ kind: 'block', hash: bytesToHex(block?.hash() as Uint8Array), outcome: 'canonical' });
    const expected = bench.template(work)?.header.raw() ?? [];
    expect(block?.header.raw().slice(0, 13)).toEqual(expected.slice(0, 13));
    expect(block?.header.nonce).toEqual(Uint8Array.from(nonceBytes(nonce)));
    expect(Buffer.from(block?.header.mixHash as Uint8Array)).toEqual(Buffer.from(hashOf(work.sealHash, nonce).mixHash));
  });

  it('gives a wrong solution another chance and a checker’s failure to whoever asked', async () => {
    let failure: Error | undefined;
    const bench = openBench(async (_, sealHash, nonce) => {
      if (failure) throw failure;
      return hashOf(sealHash, nonce);
    });
    const work = bench.offer(0);
    const nonce = Array.from({ length: 64 }, (_, at) => BigInt(at)).find((at) => workOf(work.sealHash, at) <= TARGET) as bigint;
    const solution = solutionFor(work, { nonce, mix: 'right', isShared: false });
    expect(named(await bench.desk.submit(solutionFor(work, { nonce, mix: 'wrong', isShared: false })))).toBe('wrong-mix');
    failure = new RuleError({ code: 'ETHASH_BUSY', verdict: 'ignore', message: 'too many' });
    expect(named(await bench.desk.submit(solution))).toBe('busy');
    failure = new RangeError('the worker died');
    await expect(bench.desk.submit(solution)).rejects.toThrow('the worker died');
    failure = undefined;
    expect(named(await bench.desk.submit(solution))).toBe('block');
    expect(named(await bench.desk.submit(solution))).toBe('duplicate');
  });

  it('forgets old work, however much of it there was', async () => {
    const bench = openBench();
    const first = bench.offer(0);
    for (let number = 101n; number < 500n; number++) {
      bench.moveTo(number, 0);
      bench.offer(0);
    }
    expect(named(await bench.desk.submit(solutionFor(first, { nonce: 1n, mix: 'right', isShared: false })))).toBe('unknown-work');
  });

  it('takes a right solution for the first of many templates on one head', async () => {
    const bench = openBench();
    const works = Array.from({ length: 1000 }, (_, mark) => bench.offer(mark));
    const first = works[0] as Work;
    const solution = solutionFor(first, { nonce: sealing(first), mix: 'right', isShared: false });
    expect(named(await bench.desk.submit(solution))).toBe('block');
  });

  it('keeps a bounded number of templates, and fewer where each has other transactions, but always the present one', async () => {
    const bench = openBench();
    const works = Array.from({ length: 1025 }, (_, mark) => bench.offer(mark));
    const verdictOn = async (work: Work | undefined): Promise<string> =>
      work ? named(await bench.desk.submit(solutionFor(work, { nonce: sealing(work), mix: 'right', isShared: false }))) : 'none';
    expect([await verdictOn(works[0]), await verdictOn(works[1])]).toEqual(['stale', 'block']);

    const large = (nonce: bigint): LegacyTx =>
      createLegacyTx({ nonce, gasLimit: 30_000_000n, gasPrice: 0n, data: new Uint8Array(30 * 2 ** 20) }, { common });
    const shared = large(0n);
    const sharing = [2000, 2001, 2002].map((mark) => bench.offer(mark, [shared]));
    expect(await verdictOn(works[10])).toBe('block');
    expect(await verdictOn(sharing[0])).toBe('block');
    bench.offer(3000, [large(1n)]);
    const present = bench.offer(3001, [large(2n)]);
    expect(await verdictOn(sharing[1])).toBe('stale');
    expect(await verdictOn(present)).toBe('block');
  });

  it('gives a block another chance whose import failed, by the same seal', async () => {
    const bench = openBench();
    const work = bench.offer(0);
    const solution = solutionFor(work, { nonce: sealing(work), mix: 'right', isShared: false });
    bench.failures.push(new RangeError('the disk is full'));
    await expect(bench.desk.submit(solution)).rejects.toThrow('the disk is full');
    expect(named(await bench.desk.submit(solution))).toBe('block');
    expect(bench.imported).toHaveLength(1);
  });

  it('tells listeners of new heads and fresher templates, and outlives one that throws', () => {
    const bench = openBench();
    const told: boolean[] = [];
    bench.desk.onWork(() => {
      throw new RangeError('a listener’s fault');
    });
    const end = bench.desk.onWork(({ isNewHead }) => told.push(isNewHead));
    bench.offer(0);
    bench.offer(1);
    bench.moveTo(101n, 0);
    expect(bench.desk.current()).toBeUndefined();
    const work = bench.offer(2);
    expect(bench.desk.current()).toEqual(work);
    end();
    bench.offer(3);
    expect(told).toEqual([true, false, true]);
  });

  it('hands out a target of 32 bytes even for difficulty 1', () => {
    const { target } = openBench(undefined, 1n).offer(0);
    expect(bytesToHex(target)).toBe(`0x${'ff'.repeat(32)}`);
  });
});
