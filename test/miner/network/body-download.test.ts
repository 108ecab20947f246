import type { Block } from '@ethereumjs/block';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BodyDownload, createBodyDownload } from '../../../packages/miner/src/network/sync/body-download.ts';
import type { FetchedBlock } from '../../../packages/miner/src/network/sync/body-source.ts';
import { makeBlock, makeChain } from './fake-chain.ts';

// What would be lost: a sync that one slow, short or lying peer can hold up, that hands out blocks in a wrong order, or that
// keeps all of a chain in memory.

const chain = makeChain(600).slice(1);
const byHeader = new Map(chain.map((block) => [block.header, block]));
const MIB = 1024 * 1024;

type Answer = (blocks: Block[], call: number) => FetchedBlock[] | Promise<FetchedBlock[]>;

const sized = (blocks: readonly Block[], bytes = 600): FetchedBlock[] => blocks.map((block) => ({ block, bytes }));
const gone = (): never => {
  throw new MedrecError({ code: 'PEER_STALLED', message: 'no answer' });
};

/** Peers by what they answer; one that has failed is named no more. */
function downloadFrom(peers: Readonly<Record<string, Answer>>, number = 1000n) {
  const left = new Set<string>();
  const faults: [string, string][] = [];
  const asked: { peer: string; blocks: number }[] = [];
  const calls = new Map<string, number>();
  const served = new Set<string>();
  const download = createBodyDownload({
    source: {
      async bodiesOf(peer, headers) {
        asked.push({ peer, blocks: headers.length });
        calls.set(peer, (calls.get(peer) ?? 0) + 1);
        await Promise.resolve();
        const blocks = headers.map((header) => byHeader.get(header) as Block);
        return peers[peer]?.(blocks, calls.get(peer) ?? 0) ?? [];
      },
    },
    helpers: () =>
      Object.keys(peers)
        .filter((peer) => !left.has(peer))
        .map((peer) => ({ peer, number })),
    onServed: (peer) => void served.add(peer),
    onFault(thrown, peer) {
      left.add(peer);
      faults.push([peer, thrown instanceof MedrecError ? thrown.code : '']);
    },
  });
  return { download, faults, asked, served };
}

async function all(download: BodyDownload, blocks: readonly Block[] = chain): Promise<Block[]> {
  const feed = download.add(blocks.map(({ header }) => header)).then(download.end, () => undefined);
  const got: Block[] = [];
  for (let batch = await download.next(); batch !== undefined; batch = await download.next()) got.push(...batch.map(({ block }) => block));
  await feed;
  return got;
}

describe('download of bodies', () => {
  it('shares the work among all peers and gives the blocks out in order', async () => {
    const whole: Answer = (blocks) => sized(blocks);
    const { download, asked } = downloadFrom({ a: whole, b: whole, c: whole });
    expect(await all(download)).toEqual(chain);
    expect(new Set(asked.map(({ peer }) => peer)).size).toBe(3);
  });

  it('gives every block once and in order, whatever peers leave out, lack or fail at', async () => {
    const answer = fc.array(fc.constantFrom('all', 'some', 'fail'), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 4 }), async (scripts) => {
        const peers: Record<string, Answer> = { steady: (blocks) => sized(blocks.slice(0, 7)) };
        for (const [at, script] of scripts.entries()) {
          peers[`p${at}`] = (blocks, call) => {
            const kind = script[(call - 1) % script.length];
            if (kind === 'fail') gone();
            return sized(kind === 'all' ? blocks : blocks.slice(0, Math.ceil(blocks.length / 3)));
          };
        }
        expect(await all(downloadFrom(peers).download)).toEqual(chain);
      }),
      { numRuns: 25 },
    );
  });

  it('gives what a lost peer was asked for to another, and says why the peer was lost', async () => {
    const lie = (): never => {
      throw new RuleError({ code: 'BODY_MISMATCH', message: 'another body', verdict: 'penalise' });
    };
    const { download, faults, served } = downloadFrom({ liar: lie, staller: gone, honest: (blocks) => sized(blocks) });
    expect(await all(download)).toEqual(chain);
    expect(faults.sort()).toEqual([
      ['liar', 'BODY_MISMATCH'],
      ['staller', 'PEER_STALLED'],
    ]);
    expect([...served]).toEqual(['honest']);
  });

  it('ends with an error when nobody has the next block', async () => {
    const { download } = downloadFrom({ a: () => [], b: gone });
    await expect(all(download)).rejects.toMatchObject({ code: 'PEER_FAILED', facts: { number: 1n } });
    const few = downloadFrom({ a: (blocks) => sized(blocks) }, 10n);
    await expect(all(few.download)).rejects.toMatchObject({ code: 'PEER_FAILED', facts: { number: 11n } });
  });

  it('asks for as many blocks as fit an answer, and keeps a bounded number of bytes waiting', async () => {
    const held = Promise.withResolvers<FetchedBlock[]>();
    let waiting = 0;
    const large: Answer = (blocks) => {
      const fitting = sized(blocks.slice(0, 2), MIB); // the response cap is 2 MiB
      waiting += fitting.length;
      return fitting;
    };
    const { download, asked } = downloadFrom({ slow: () => held.promise, a: large, b: large });
    const feed = download.add(chain.map(({ header }) => header)).then(download.end);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(new Set(asked.slice(3).map(({ blocks }) => blocks))).toEqual(new Set([1]));
    expect(waiting).toBeGreaterThan(20);
    expect(waiting).toBeLessThanOrEqual(32);
    download.fail(new MedrecError({ code: 'SYNC_STOPPED', message: 'stopped' }));
    held.resolve([]);
    await expect(download.next()).rejects.toMatchObject({ code: 'SYNC_STOPPED' });
    await feed.catch(() => undefined);
  });

  it('does not take more headers than it may hold until blocks are taken out', async () => {
    const many = makeChain(3000, makeBlock(undefined, 7n), 7n).slice(1);
    for (const block of many) byHeader.set(block.header, block);
    const { download } = downloadFrom({ a: (blocks) => sized(blocks) }, 5000n);
    let added = false;
    const feed = download.add(many.map(({ header }) => header)).then(() => {
      added = true;
      download.end();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(added).toBe(false);
    const got: Block[] = [];
    for (let batch = await download.next(); batch !== undefined; batch = await download.next())
      got.push(...batch.map(({ block }) => block));
    await feed;
    expect(got).toEqual(many);
  });
});
