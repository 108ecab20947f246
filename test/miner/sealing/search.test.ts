import { createEthash, type SearchRequest } from '@medrec/miner/consensus';
import type { FromWorker, SearchJob } from '@medrec/miner/sealing';
import { createSearchLoop } from '@medrec/miner/sealing';
import { describe, expect, it } from 'vitest';
import { spec } from '../chain/devnet-fixture.ts';

// What would be lost: hashes spent on what no longer matters, or reported that were never done.

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const job = (number: number, difficulty: bigint): SearchJob => ({
  job: number,
  blockNumber: 1n,
  sealHash: new Uint8Array(32).fill(number),
  difficulty,
  startNonce: 2n ** 64n - 3n,
});
const NEVER = 2n ** 250n;

describe('the search loop', () => {
  it('finds a seal across the end of the nonces and then rests', async () => {
    const sent: FromWorker[] = [];
    const loop = createSearchLoop(createEthash(spec.config.medrec.ethash), 100, (message) => sent.push(message));
    loop.take(job(1, 64n));
    while (!sent.some(({ kind }) => kind === 'found')) await pause(5);
    const count = sent.length;
    await pause(50);
    expect(sent).toHaveLength(count);
    expect(sent.find(({ kind }) => kind === 'found')).toMatchObject({ job: 1 });
  });

  it('leaves a job within a batch when another comes, and never tries a nonce twice', async () => {
    const tried: Pick<SearchRequest, 'sealHash' | 'startNonce' | 'count'>[] = [];
    const search = (request: SearchRequest): undefined => void tried.push(request);
    const loop = createSearchLoop({ search }, 100, () => undefined);
    loop.take(job(1, NEVER));
    await pause(20);
    loop.take(job(2, NEVER));
    await pause(20);
    loop.take(undefined);
    await pause(20);
    const ended = tried.length;
    await pause(20);
    expect(tried).toHaveLength(ended);
    const jobs = tried.map(({ sealHash }) => sealHash[0]);
    expect(jobs).toEqual(jobs.toSorted());
    for (const [index, { sealHash, startNonce }] of tried.entries()) {
      const before = tried[index - 1];
      if (before === undefined || before.sealHash[0] !== sealHash[0]) expect(startNonce).toBe(2n ** 64n - 3n);
      else expect(startNonce).toBe((before.startNonce + BigInt(before.count)) % 2n ** 64n);
    }
  });

  it('works only its share of the time', async () => {
    let busyMs = 0;
    const search = (): undefined => {
      const startedMs = performance.now();
      while (performance.now() - startedMs < 10);
      busyMs += 10;
    };
    const loop = createSearchLoop({ search }, 20, () => undefined);
    const startedMs = performance.now();
    loop.take(job(1, NEVER));
    await pause(500);
    loop.take(undefined);
    expect(busyMs / (performance.now() - startedMs)).toBeLessThan(0.3);
  });
});
