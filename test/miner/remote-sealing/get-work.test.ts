import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteSealing, isLoopback, type RemoteCaller, readOrCreateToken, readToken } from '@medrec/miner/remote-sealing';
import { bytesToHex } from '@medrec/shared/bytes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeDesk, createHandClock } from './fake-desk.ts';

// What would be lost: miners that know only eth_getWork, and the token that keeps strangers from it.

const NOBODY: RemoteCaller = { path: [] };
const NONCE = new Uint8Array(8);
const observer = { submitted: () => undefined, refused: () => undefined };

describe('eth_getWork', () => {
  it('hands out the block’s own target, and waits a moment for work', async () => {
    const [desk, clock] = [createFakeDesk(), createHandClock()];
    const remote = createRemoteSealing({ desk, observer, clock });
    const early = remote.getWork(NOBODY);
    const work = desk.offer({ difficulty: 5000n });
    expect(await early).toEqual([bytesToHex(work.sealHash), bytesToHex(work.seedHash), bytesToHex(work.target), '0x1']);
    desk.withdraw();
    const late = remote.getWork(NOBODY);
    clock.forward(2000);
    await expect(late).rejects.toMatchObject({ code: 'NO_WORK' });
    await remote.stop();
  });

  it('lets a limited number of calls wait, and answers the others at once', async () => {
    const [desk, clock] = [createFakeDesk(), createHandClock()];
    const remote = createRemoteSealing({ desk, observer, clock });
    const waiting = Array.from({ length: 512 }, () => remote.getWork(NOBODY));
    await expect(remote.getWork(NOBODY)).rejects.toMatchObject({ code: 'NO_WORK' });
    desk.offer();
    expect(await Promise.all(waiting)).toHaveLength(512);
    expect(await remote.getWork(NOBODY)).toHaveLength(4);
    await remote.stop();
  });

  it('prepares the verification of each epoch’s solutions once, and goes on without', async () => {
    const prepared: bigint[] = [];
    const desk = createFakeDesk();
    const remote = createRemoteSealing({
      ...{ desk, observer },
      prepare: async ({ blockNumber }) => {
        prepared.push(blockNumber);
        throw new Error('no memory');
      },
    });
    for (let i = 0; i < 3; i++) {
      desk.offer({ isNewHead: true });
      await remote.getWork(NOBODY);
    }
    expect(prepared).toEqual([1n]);
    await remote.stop();
  });

  it('says true for what sealed a block, and counts by the name in the path', async () => {
    const [desk, clock] = [createFakeDesk(), createHandClock()];
    const remote = createRemoteSealing({ desk, observer, clock });
    const work = desk.offer({ difficulty: 6_000_000n });
    const rig = { path: ['rig7'] };
    await remote.getWork(rig);
    desk.judgeAs(() => ({ kind: 'block', hash: '0x1234567890', outcome: 'canonical' }));
    expect(await remote.submitWork(rig, NONCE, work.sealHash, new Uint8Array(32))).toBe(true);
    for (const reason of ['wrong-mix', 'low-difficulty', 'duplicate', 'unknown-work'] as const) {
      desk.judgeAs(() => ({ kind: 'rejected', reason }));
      expect(await remote.submitWork(rig, NONCE, work.sealHash, new Uint8Array(32))).toBe(false);
    }
    expect(remote.report().workers).toEqual([
      expect.objectContaining({
        ...{ name: 'rig7', protocol: 'getwork', accepted: 1, blocks: 1, measuredHashRate: 100_000 },
        rejected: { 'wrong-mix': 1, 'low-difficulty': 1, duplicate: 1, 'unknown-work': 1 },
      }),
    ]);
    await remote.stop();
  });

  it('adds up reported rates by machine and forgets them after ten seconds of silence', async () => {
    const [desk, clock] = [createFakeDesk(), createHandClock()];
    const remote = createRemoteSealing({ desk, observer, clock });
    remote.submitHashrate({ path: ['a'] }, 100, 'one');
    remote.submitHashrate({ path: ['a'] }, 200, 'two');
    remote.submitHashrate({ path: ['b'] }, 1000, 'one');
    expect(remote.hashRate()).toBe(1300);
    clock.forward(9000);
    remote.submitHashrate({ path: ['a'] }, 150, 'one');
    clock.forward(2000);
    expect(remote.hashRate()).toBe(150);
    clock.forward(600_001);
    expect(remote.activeWorkers()).toBe(0);
    expect(remote.report().workers.map(({ name }) => name)).toEqual(['a', 'b']);
    await remote.stop();
  });

  it('takes the token as bearer, as password and in the path, and no other way in', async () => {
    const desk = createFakeDesk();
    const token = 'sesame-sesame-sesame';
    const remote = createRemoteSealing({ desk, observer, rpcToken: token });
    desk.offer();
    for (const caller of [
      { path: [], secret: token },
      { path: ['rig1'], user: 'rig1', secret: token },
      { path: [token] },
      { path: [token, 'rig1'] },
    ])
      expect(await remote.getWork(caller)).toHaveLength(4);
    for (const caller of [NOBODY, { path: ['rig1'] }, { path: [], secret: 'wrong' }, { path: [], user: token }]) {
      await expect(remote.getWork(caller)).rejects.toMatchObject({ code: 'REMOTE_TOKEN' });
      await expect(remote.submitWork(caller, NONCE, new Uint8Array(32), new Uint8Array(32))).rejects.toMatchObject({
        code: 'REMOTE_TOKEN',
      });
      expect(() => remote.submitHashrate(caller, 1, 'x')).toThrow(expect.objectContaining({ code: 'REMOTE_TOKEN' }));
    }
    // The token is in no name that the book shows.
    expect(remote.report().workers.map(({ name }) => name)).toEqual(['getwork', 'rig1']);
    expect(desk.solutions).toEqual([]);
    await remote.stop();
  });
});

describe('the token’s file', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'medrec-token-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('is made once, for its owner alone, and read from then on', async () => {
    const path = join(dir, 'token');
    const token = await readOrCreateToken(path);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readOrCreateToken(path)).toBe(token);
    expect(await readToken(path)).toBe(token);
    expect(await readFile(path, 'utf8')).toBe(`${token}\n`);
  });

  it('is refused when it is missing, short, or would not fit into a URL', async () => {
    await expect(readToken(join(dir, 'none'))).rejects.toMatchObject({ code: 'STRATUM_TOKEN' });
    for (const text of ['', 'short', 'with blanks in it, and long enough', 'x'.repeat(200)]) {
      await writeFile(join(dir, 'bad'), text);
      await expect(readToken(join(dir, 'bad'))).rejects.toMatchObject({ code: 'STRATUM_TOKEN' });
    }
  });
});

describe('an address', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '[::1]', 'localhost', 'LOCALHOST'])('%s is this machine’s alone', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', '127.example.org', 'example.org', '::ffff:10.0.0.1', ''])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
