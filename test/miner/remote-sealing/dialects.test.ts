import { afterEach, describe, expect, it } from 'vitest';
import type { LineClient } from '../../support/line-client.ts';
import { createHandClock } from './fake-desk.ts';
import { LOGIN, MIX, NONCE, type RemoteFixture, startRemote } from './fixture.ts';

// What would be lost: a stock miner would find no work here, or its solutions would go nowhere. The shapes are those of the
// dialects' specifications and of what ethminer 0.19 requires of an answer before it goes on.

let fixture: RemoteFixture;
afterEach(() => fixture.stop());

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
const isNotify = (line: Readonly<Record<string, unknown>>): boolean => line['method'] === 'mining.notify';
const paramsOf = (line: Readonly<Record<string, unknown>>): unknown[] => line['params'] as unknown[];

async function loggedInNicehash(client: LineClient): Promise<string> {
  const answer = await client.ask(LOGIN.nicehash);
  expect(await client.ask(LOGIN.authorize)).toEqual({ id: 3, result: true, error: null });
  return (answer['result'] as unknown[])[1] as string;
}

describe('EthProxy', () => {
  it('logs in by eth_submitLogin, answers eth_getWork, and pushes new work with id 0', async () => {
    fixture = await startRemote();
    const { desk, connect } = fixture;
    const first = desk.offer({ difficulty: 200_000n });
    const client = await connect();
    expect(await client.ask(LOGIN.ethProxy)).toEqual({ id: 1, jsonrpc: '2.0', result: true });
    const work = await client.ask({ id: 5, method: 'eth_getWork', params: [] });
    expect(work).toEqual({ id: 5, result: [hex(first.sealHash), hex(first.seedHash), hex(first.target), '0x1'], error: null });

    const second = desk.offer({ isNewHead: true, difficulty: 200_000n });
    const push = await client.take((line) => line['id'] === 0);
    expect(push).toEqual({ id: 0, jsonrpc: '2.0', result: [hex(second.sealHash), hex(second.seedHash), hex(second.target), '0x2'] });
  });

  it('hands a share target no harder than the block’s, and easier where a share is', async () => {
    fixture = await startRemote();
    fixture.desk.offer({ difficulty: 2n ** 40n });
    const client = await fixture.connect();
    await client.ask(LOGIN.ethProxy);
    const [, , target] = (await client.ask({ id: 5, method: 'eth_getWork', params: [] }))['result'] as string[];
    expect(BigInt(target ?? '0x0')).toBe(2n ** 256n / 2n ** 18n);
  });

  it('takes eth_submitWork and eth_submitHashrate, and tells why it refuses', async () => {
    fixture = await startRemote();
    const { desk, remote, connect } = fixture;
    const work = desk.offer();
    const client = await connect();
    await client.ask(LOGIN.ethProxy);
    await client.ask({ id: 5, method: 'eth_getWork', params: [] });
    const submit = { id: 40, jsonrpc: '2.0', method: 'eth_submitWork', params: [NONCE, hex(work.sealHash), MIX], worker: 'rig1' };
    expect(await client.ask(submit)).toEqual({ id: 40, jsonrpc: '2.0', result: true });
    expect(desk.solutions).toEqual([
      expect.objectContaining({ nonce: new Uint8Array([0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0xaa]), origin: 'rig1' }),
    ]);
    desk.judgeAs(() => ({ kind: 'rejected', reason: 'wrong-mix' }));
    expect(await client.ask({ ...submit, id: 41 })).toEqual({ id: 41, jsonrpc: '2.0', error: { code: 20, message: 'Wrong mix hash' } });
    desk.judgeAs(() => ({ kind: 'stale' }));
    expect(await client.ask({ ...submit, id: 42 })).toMatchObject({ error: { code: 21 } });
    const rate = [`0x${(30_000_000).toString(16).padStart(64, '0')}`, `0x${'11'.repeat(32)}`];
    expect(await client.ask({ id: 9, jsonrpc: '2.0', method: 'eth_submitHashrate', params: rate })).toMatchObject({ result: true });
    expect(remote.hashRate()).toBe(30_000_000);
    expect(remote.report().workers).toMatchObject([
      { name: 'rig1', protocol: 'eth-proxy', connections: 1, accepted: 1, stale: 1, rejected: { 'wrong-mix': 1 } },
    ]);
  });

  it('takes for work of an earlier connection what seals a block, and no share', async () => {
    fixture = await startRemote();
    const { desk } = fixture;
    const work = desk.offer();
    const first = await fixture.connect();
    await first.ask(LOGIN.ethProxy);
    first.end();
    const second = await fixture.connect();
    await second.ask(LOGIN.ethProxy);
    desk.judgeAs(() => ({ kind: 'block', hash: '0x12', outcome: 'canonical' }));
    const params = [NONCE, hex(work.sealHash), MIX];
    expect(await second.ask({ id: 40, method: 'eth_submitWork', params })).toMatchObject({ result: true });
    expect(desk.solutions[0]).not.toHaveProperty('shareTarget');
  });

  it('waits for work between two blocks, and pushes it when none came in time', async () => {
    fixture = await startRemote();
    const client = await fixture.connect();
    await client.ask(LOGIN.ethProxy);
    const asked = client.ask({ id: 5, method: 'eth_getWork', params: [] });
    const work = fixture.desk.offer({ isNewHead: true });
    expect(((await asked)['result'] as string[])[0]).toBe(hex(work.sealHash));
  });
});

describe('EthereumStratum/1.0.0', () => {
  it('gives a session, an extranonce, a difficulty and then work without 0x', async () => {
    fixture = await startRemote();
    const work = fixture.desk.offer({ difficulty: 2n ** 32n });
    const client = await fixture.connect();
    const answer = await client.ask(LOGIN.nicehash);
    expect(answer).toEqual({
      id: 1,
      result: [['mining.notify', expect.stringMatching(/^[0-9a-f]{32}$/), 'EthereumStratum/1.0.0'], expect.stringMatching(/^[0-9a-f]{4}$/)],
      error: null,
    });
    expect(await client.ask({ id: 2, method: 'mining.extranonce.subscribe', params: [] })).toMatchObject({ id: 2, result: true });
    await client.ask(LOGIN.authorize);
    const difficulty = await client.take((line) => line['method'] === 'mining.set_difficulty');
    expect(paramsOf(difficulty)[0]).toBeCloseTo(2 ** 18 / 2 ** 32, 8);
    const notify = await client.take(isNotify);
    expect(notify['id']).toBeNull();
    const plain = [work.seedHash, work.sealHash].map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(paramsOf(notify)).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), ...plain, true]);
  });

  it('says clean on a new head only, and gives every job another id', async () => {
    const clock = createHandClock();
    fixture = await startRemote({ clock });
    const { desk } = fixture;
    desk.offer({ isNewHead: true });
    const client = await fixture.connect();
    await loggedInNicehash(client);
    const first = paramsOf(await client.take(isNotify));
    desk.offer({ isNewHead: true });
    const second = paramsOf(await client.take(isNotify));
    expect(second[3]).toBe(true);
    expect(second[0]).not.toBe(first[0]);
    desk.offer(); // of a fresher template on the same head there is no hurry to tell
    await client.ask({ id: 8, method: 'mining.ping', params: [] });
    expect(client.lines.filter(isNotify)).toHaveLength(2);
    clock.forward(4000);
    const third = paramsOf(await client.take(isNotify));
    expect(third[3]).toBe(false);
    expect(third[0]).not.toBe(second[0]);
  });

  it('completes the nonce by the connection’s extranonce, and refuses one that is not its own', async () => {
    fixture = await startRemote();
    fixture.desk.offer();
    const client = await fixture.connect();
    const extranonce = await loggedInNicehash(client);
    const [job] = paramsOf(await client.take(isNotify));
    const submit = (id: number, nonce: string): Promise<Readonly<Record<string, unknown>>> =>
      client.ask({ id, method: 'mining.submit', params: ['0xlab.rig1', job, nonce] });
    expect(await submit(40, '112233445566')).toEqual({ id: 40, result: true, error: null });
    expect(await submit(41, `${extranonce}112233445577`)).toMatchObject({ result: true });
    expect(fixture.desk.solutions.map(({ nonce, mixHash }) => [hex(nonce), mixHash])).toEqual([
      [`0x${extranonce}112233445566`, undefined],
      [`0x${extranonce}112233445577`, undefined],
    ]);
    const foreign = extranonce === 'ffff' ? '0000' : 'ffff';
    for (const nonce of [`${foreign}112233445566`, '11223344556', '11223344556677', 'zz2233445566', ''])
      expect(await submit(42, nonce)).toEqual({ id: 42, result: null, error: [20, 'Malformed share', null] });
    expect(await client.ask({ id: 43, method: 'mining.submit', params: ['u', 'ffffffff', '112233445566'] })).toMatchObject({
      error: [21, 'Job not found', null],
    });
    expect(fixture.submitted).toEqual(['share', 'share', ...Array(5).fill('malformed'), 'unknown-work']);
  });

  it('takes the five-parameter form too, with the extranonce in the nonce', async () => {
    fixture = await startRemote();
    const work = fixture.desk.offer();
    const client = await fixture.connect();
    const extranonce = await loggedInNicehash(client);
    const [job] = paramsOf(await client.take(isNotify));
    const five = (nonce: string): unknown[] => ['0xlab.rig1', job, nonce, hex(work.sealHash), MIX];
    expect(await client.ask({ id: 40, method: 'mining.submit', params: five(`0x${extranonce}112233445566`) })).toMatchObject({
      result: true,
    });
    const foreign = extranonce === 'ffff' ? '0000' : 'ffff';
    expect(await client.ask({ id: 41, method: 'mining.submit', params: five(`0x${foreign}112233445566`) })).toMatchObject({ result: null });
    expect(hex(fixture.desk.solutions[0]?.mixHash ?? new Uint8Array(0))).toBe(MIX);
  });

  it('gives no two open connections the same extranonce', async () => {
    fixture = await startRemote();
    fixture.desk.offer();
    const clients = await Promise.all(Array.from({ length: 20 }, () => fixture.connect()));
    const extranonces = await Promise.all(clients.map(loggedInNicehash));
    expect(new Set(extranonces).size).toBe(20);
  });
});

describe('plain stratum', () => {
  it('hands out job, seal hash, seed and target, and takes the five-parameter solution', async () => {
    fixture = await startRemote();
    const { desk } = fixture;
    const work = desk.offer({ difficulty: 100_000n });
    const client = await fixture.connect();
    expect(await client.ask(LOGIN.plain)).toEqual({ id: 1, jsonrpc: '2.0', result: true });
    expect(await client.ask({ ...LOGIN.authorize, jsonrpc: '2.0' })).toMatchObject({ result: true });
    const notify = await client.take(isNotify);
    const [job, ...rest] = paramsOf(notify);
    expect(rest).toEqual([hex(work.sealHash), hex(work.seedHash), hex(work.target), true]);
    expect(notify).not.toHaveProperty('result'); // ethminer would read the work from there
    const params = ['0xlab', job, NONCE, hex(work.sealHash), MIX];
    expect(await client.ask({ id: 40, jsonrpc: '2.0', method: 'mining.submit', params, worker: 'rig1' })).toMatchObject({ result: true });
    desk.judgeAs(() => ({ kind: 'rejected', reason: 'low-difficulty' }));
    expect(await client.ask({ id: 41, method: 'mining.submit', params })).toEqual({
      ...{ id: 41, result: null },
      error: [23, 'Low difficulty share', null],
    });
  });
});

describe('what ethminer tries', () => {
  it('is refused EthereumStratum/2.0.0 in the way that makes it try 1.0.0 next', async () => {
    fixture = await startRemote();
    const client = await fixture.connect();
    const hello = { agent: 'ethminer', host: '127.0.0.1', port: '115c', proto: 'EthereumStratum/2.0.0' };
    const answer = await client.ask({ id: 1, method: 'mining.hello', params: hello });
    expect(answer).toMatchObject({ id: 1, result: null, error: [expect.any(Number), expect.any(String), null] });
    expect(await client.ask({ id: 1, method: 'mining.subscribe', params: ['x', 'EthereumStratum/2.0.0'] })).toMatchObject({ result: null });
    expect(await client.ask(LOGIN.nicehash)).toMatchObject({ error: null });
  });

  it('never gets an answer with id 0 and no result, which it takes for a broken notification', async () => {
    fixture = await startRemote();
    fixture.desk.offer();
    const client = await fixture.connect();
    await client.ask(LOGIN.ethProxy);
    for (const method of ['client.get_version', 'mining.suggest_difficulty', 'eth_getBlockByNumber', 'nonsense'])
      expect(await client.ask({ id: 7, method, params: [] })).toMatchObject({ id: 7, error: expect.anything() as unknown });
    expect(await client.ask({ id: 'text', method: 'mining.ping', params: [] })).toMatchObject({ id: 'text', result: 'pong' });
    client.send({ id: 3, result: 'ethminer/0.19', error: null }); // an answer, to nothing
    expect(await client.ask({ id: 8, method: 'mining.ping', params: null })).toMatchObject({ result: 'pong' });
    expect(client.lines.filter((line) => line['id'] === 0 && line['result'] === undefined)).toEqual([]);
  });

  it('is answered in time when a block’s import takes long', async () => {
    fixture = await startRemote();
    const { desk, remote } = fixture;
    const work = desk.offer();
    const client = await fixture.connect();
    await client.ask(LOGIN.ethProxy);
    await client.ask({ id: 5, method: 'eth_getWork', params: [] });
    const verdict = Promise.withResolvers<{ kind: 'stale' }>();
    desk.judgeAs(() => verdict.promise);
    const submit = { id: 40, method: 'eth_submitWork', params: [NONCE, hex(work.sealHash), MIX] };
    expect(await client.ask(submit)).toMatchObject({ result: true });
    expect(remote.report().workers[0]).toMatchObject({ accepted: 0, stale: 0 });
    verdict.resolve({ kind: 'stale' });
    await client.ask({ id: 8, method: 'mining.ping', params: [] });
    expect(remote.report().workers[0]).toMatchObject({ accepted: 0, stale: 1 });
  });
});
