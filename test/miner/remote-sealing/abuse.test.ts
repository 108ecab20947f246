import { afterEach, describe, expect, it } from 'vitest';
import { connectLines, type LineClient } from '../../support/line-client.ts';
import { LOGIN, MIX, type RemoteFixture, startRemote } from './fixture.ts';

// What would be lost: one careless or hostile connection could stop the node's outside miners, or the node; or strangers
// could mine, and read what the lab is sealing, where the port is open to them.

let fixture: RemoteFixture;
afterEach(() => fixture.stop());

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
const PING = { id: 8, method: 'mining.ping', params: [] };

/** Another miner's work goes on. */
async function expectAlive(): Promise<void> {
  const client = await fixture.connect();
  expect(await client.ask(LOGIN.ethProxy)).toMatchObject({ result: true });
  client.end();
}

async function loggedIn(): Promise<LineClient> {
  const client = await fixture.connect();
  await client.ask(LOGIN.ethProxy);
  await client.ask({ id: 5, method: 'eth_getWork', params: [] });
  return client;
}

describe('what is no protocol', () => {
  it.each([
    ['no JSON', 'GET / HTTP/1.0'],
    ['no object', '[1,2]'],
    ['no method', '{"id":1}'],
    ['a method that is no text', '{"id":1,"method":7}'],
    ['an id that is an object', '{"id":{},"method":"mining.ping"}'],
    ['a method without end', `{"id":1,"method":"${'m'.repeat(300)}"}`],
    ['parameters without end', `{"id":1,"method":"mining.ping","params":[${Array(17).fill(0).join(',')}]}`],
  ])('is answered with one error and hung up on: %s', async (_, line) => {
    fixture = await startRemote();
    const client = await fixture.connect();
    client.send(line);
    expect(await client.take(() => true)).toEqual({ id: null, jsonrpc: '2.0', error: { code: -32_600, message: 'Not a request' } });
    await client.closed();
    expect(fixture.refused).toEqual(['garbage']);
    await expectAlive();
  });

  it('is answered in the form of the dialect that was spoken before', async () => {
    fixture = await startRemote();
    const client = await fixture.connect();
    await client.ask(PING);
    client.send('nonsense');
    expect(await client.take(() => true)).toEqual({ id: null, result: null, error: [-32_600, 'Not a request', null] });
    await client.closed();
  });

  it('may not be longer than a line', async () => {
    fixture = await startRemote({ limits: { lineBytes: 300 } });
    const client = await fixture.connect();
    for (let i = 0; i < 4; i++) client.socket.write('x'.repeat(100));
    await client.closed();
    expect(fixture.refused).toEqual(['line-too-long']);
    await expectAlive();
  });

  it('survives random bytes in any chunks', async () => {
    fixture = await startRemote();
    let state = 1;
    const next = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state;
    };
    for (let round = 0; round < 30; round++) {
      const client = await fixture.connect();
      const bytes = Buffer.from(Array.from({ length: next() % 3000 }, () => next() & 255));
      client.socket.write(bytes);
      client.socket.end('\n{"id":\n');
      await client.closed();
    }
    expect(fixture.refused.length).toBeGreaterThan(20);
    await expectAlive();
  });
});

describe('who takes too much', () => {
  it('is hung up on when no login comes', async () => {
    fixture = await startRemote({ limits: { loginMs: 100 } });
    const [silent, busy] = [await fixture.connect(), await fixture.connect()];
    busy.send(PING);
    busy.send({ id: 40, method: 'eth_submitWork', params: [] });
    await Promise.all([silent.closed(), busy.closed()]);
    expect(fixture.refused).toEqual(['half-open', 'half-open']);
  });

  it('is hung up on after a long silence, and not while it talks', async () => {
    fixture = await startRemote({ limits: { idleMs: 400 } });
    fixture.desk.offer();
    const client = await loggedIn();
    for (let i = 0; i < 6; i++) {
      await client.ask(PING);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(fixture.refused).toEqual([]);
    await client.closed();
    expect(fixture.refused).toEqual(['idle']);
  });

  it('sends no more lines a second than a miner would', async () => {
    fixture = await startRemote({ limits: { linesPerSecond: 10, lineBurst: 50 } });
    const client = await fixture.connect();
    client.socket.write(`${JSON.stringify(PING)}\n`.repeat(2000));
    await client.closed();
    expect(fixture.refused).toEqual(['flood']);
    expect(client.lines.length).toBeLessThan(70);
    await expectAlive();
  });

  it('has no more solutions verified a second than a limit, nor at a time', async () => {
    fixture = await startRemote({ limits: { submissionsPerSecond: 1, submissionBurst: 5 } });
    const work = fixture.desk.offer();
    const client = await loggedIn();
    const submit = (id: number): unknown => ({ id, method: 'eth_submitWork', params: [`0x${id.toString(16)}`, hex(work.sealHash), MIX] });
    for (let id = 100; id < 120; id++) client.send(submit(id));
    await client.take((line) => line['id'] === 119);
    expect(fixture.desk.solutions.length).toBeLessThan(8);
    expect(fixture.submitted.filter((what) => what === 'flood').length).toBeGreaterThan(12);
    expect(await client.ask(PING)).toMatchObject({ result: 'pong' }); // slow, not wrong

    await fixture.stop();
    fixture = await startRemote({ limits: { submissionsWaiting: 3 } });
    const second = fixture.desk.offer();
    fixture.desk.judgeAs(() => new Promise(() => undefined));
    const other = await loggedIn();
    for (let id = 100; id < 110; id++) other.send({ id, method: 'eth_submitWork', params: [`0x${id}`, hex(second.sealHash), MIX] });
    await other.take((line) => line['id'] === 109);
    expect(fixture.desk.solutions).toHaveLength(3);
  });

  it('has one call of eth_getWork waiting for work, while others are answered at once', async () => {
    fixture = await startRemote();
    const client = await fixture.connect();
    await client.ask(LOGIN.ethProxy);
    const ids = Array.from({ length: 20 }, (_, at) => 100 + at);
    for (const id of ids) client.send({ id, jsonrpc: '2.0', method: 'eth_getWork', params: [] });
    await client.take((line) => line['id'] === 119);
    const answered = client.lines.filter(({ id }) => ids.includes(id as number));
    expect(answered.map(({ id }) => id)).toEqual(ids.slice(1));
    expect(answered.every(({ error }) => (error as { message: string }).message === 'The last eth_getWork still waits')).toBe(true);
    const work = fixture.desk.offer();
    expect(await client.take((line) => line['id'] === 100)).toMatchObject({ result: expect.arrayContaining([hex(work.sealHash)]) });
    // With work there, calls that come together are all answered with it.
    for (const id of [200, 201]) client.send({ id, method: 'eth_getWork', params: [] });
    for (const id of [200, 201]) expect((await client.take((line) => line['id'] === id))['result']).toBeTruthy();
  });

  it('is let go when it reads slower than work comes', async () => {
    fixture = await startRemote({ limits: { bufferedBytes: 2000 } });
    const { desk } = fixture;
    desk.offer({ isNewHead: true });
    const client = await loggedIn();
    client.socket.pause();
    // The kernel's buffers hold some megabytes before anything waits in the process.
    for (let i = 0; i < 40_000 && fixture.refused.length === 0; i++) {
      desk.offer({ isNewHead: true });
      if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(fixture.refused).toEqual(['slow-reader']);
    await expectAlive();
  });

  it('does not take every connection, neither in all nor from one address', async () => {
    fixture = await startRemote({ limits: { connections: 3 } });
    fixture.desk.offer();
    await Promise.all([loggedIn(), loggedIn(), loggedIn()]);
    const fourth = await fixture.connect();
    await fourth.closed();
    expect(fixture.refused).toEqual(['full']);
    await fixture.stop();

    fixture = await startRemote({ limits: { connectionsPerAddress: 2 } });
    fixture.desk.offer();
    const first = await loggedIn();
    await loggedIn();
    await (await fixture.connect()).closed();
    expect(fixture.refused).toEqual(['address-full']);
    first.end();
    await first.closed();
    await expectAlive();
  });
});

describe('who works wrongly', () => {
  it('is hung up on after many wrong solutions in a row', async () => {
    fixture = await startRemote({ limits: { wrongWork: 10 } });
    const work = fixture.desk.offer();
    fixture.desk.judgeAs(() => ({ kind: 'rejected', reason: 'wrong-mix' }));
    const client = await loggedIn();
    for (let id = 100; id < 110; id++) client.send({ id, method: 'eth_submitWork', params: [`0x${id}`, hex(work.sealHash), MIX] });
    await client.closed();
    expect(fixture.refused).toEqual(['wrong-work']);
    expect(fixture.remote.report().workers).toMatchObject([{ name: 'rig1', rejected: { 'wrong-mix': 10 } }]);
    await expect.poll(() => fixture.remote.report()).toMatchObject({ connections: 0, workers: [{ connections: 0 }] });
  });

  it('has the count of wrong ones halved by each right one, not forgotten', async () => {
    fixture = await startRemote({ limits: { wrongWork: 4 } });
    const { desk } = fixture;
    const work = desk.offer();
    const client = await loggedIn();
    let id = 100;
    const submit = (isRight: boolean): Promise<unknown> => {
      desk.judgeAs(() => (isRight ? { kind: 'share' } : { kind: 'rejected', reason: 'wrong-mix' }));
      return client.ask({ id: ++id, method: 'eth_submitWork', params: [`0x${id}`, hex(work.sealHash), MIX] });
    };
    for (const isRight of [false, false, false, true, false, false]) await submit(isRight);
    expect(fixture.refused).toEqual([]);
    await submit(false);
    await client.closed();
    expect(fixture.refused).toEqual(['wrong-work']);
  });

  it('is kept when right work outweighs the wrong, and when only the chain or time was against it', async () => {
    fixture = await startRemote({ limits: { wrongWork: 4 } });
    const { desk } = fixture;
    const work = desk.offer();
    const client = await loggedIn();
    const verdicts = ['low-difficulty', 'low-difficulty', 'share', 'low-difficulty', 'low-difficulty', 'share', 'duplicate'] as const;
    let id = 100;
    for (const verdict of [...verdicts, ...Array<'refused'>(9).fill('refused'), ...Array<'stale'>(9).fill('stale')]) {
      desk.judgeAs(() => (verdict === 'share' || verdict === 'stale' ? { kind: verdict } : { kind: 'rejected', reason: verdict }));
      await client.ask({ id: ++id, method: 'eth_submitWork', params: [`0x${id}`, hex(work.sealHash), MIX] });
    }
    expect(fixture.refused).toEqual([]);
    expect(await client.ask(PING)).toMatchObject({ result: 'pong' });
  });
});

describe('a token', () => {
  const TOKEN = 'correct-horse-battery-staple';

  it.each([
    ['EthProxy, as password', { ...LOGIN.ethProxy, params: ['0xlab.rig', TOKEN] }],
    ['EthProxy, behind the user', { ...LOGIN.ethProxy, params: [`0xlab.rig:${TOKEN}`] }],
    ['stratum, as password', { ...LOGIN.authorize, params: ['0xlab.rig', TOKEN] }],
    ['stratum, behind the user', { ...LOGIN.authorize, params: [`rig:${TOKEN}`, 'x'] }],
  ])('lets in who gives it: %s', async (_, login) => {
    fixture = await startRemote({ token: TOKEN });
    const client = await fixture.connect();
    expect(await client.ask(login)).toMatchObject({ result: true });
  });

  it.each([
    ['none', { ...LOGIN.ethProxy, params: ['0xlab'] }],
    ['a wrong one', { ...LOGIN.ethProxy, params: ['0xlab', `${TOKEN}x`] }],
    ['half of it', { ...LOGIN.authorize, params: ['0xlab', TOKEN.slice(0, 10)] }],
    ['nothing at all', { ...LOGIN.authorize, params: [] }],
    ['an empty password', { ...LOGIN.authorize, params: ['0xlab:', ''] }],
  ])('keeps out who gives %s, before any work is shown', async (_, login) => {
    fixture = await startRemote({ token: TOKEN });
    fixture.desk.offer();
    const client = await fixture.connect();
    const answer = await client.ask(login);
    expect(answer['result'] ?? null).toBeNull();
    expect(answer['error']).toBeTruthy();
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
    await client.closed();
    expect(fixture.refused).toEqual(['unauthorised']);
    expect(client.lines).toHaveLength(1);
  });

  it('is asked for before work is handed out or taken', async () => {
    fixture = await startRemote({ token: TOKEN });
    const work = fixture.desk.offer();
    const client = await fixture.connect();
    await client.ask(LOGIN.nicehash);
    for (const request of [
      { id: 5, method: 'eth_getWork', params: [] },
      { id: 6, method: 'eth_submitWork', params: ['0x1', hex(work.sealHash), MIX] },
      { id: 7, method: 'mining.submit', params: ['u', '00000001', '112233445566'] },
      { id: 9, method: 'eth_submitHashrate', params: ['0x1', '0x2'] },
    ])
      expect((await client.ask(request))['error']).toBeTruthy();
    fixture.desk.offer({ isNewHead: true });
    await client.ask(PING);
    expect(client.lines.filter((line) => line['method'] !== undefined)).toEqual([]);
    expect(fixture.desk.solutions).toEqual([]);
  });
});

describe('the listener', () => {
  it('says that its port is taken, and closes every connection when it stops', async () => {
    fixture = await startRemote();
    const { listening } = fixture.remote.report();
    const port = Number(listening?.split(':').at(-1));
    const second = startRemote({ stratum: { host: '127.0.0.1', port } });
    await expect(second).rejects.toMatchObject({ code: 'STRATUM_PORT', facts: { port } });
    fixture.desk.offer();
    const client = await loggedIn();
    await Promise.all([fixture.remote.stop(), client.closed()]);
    await expect(connectLines(`127.0.0.1:${port}`)).rejects.toThrow();
  });
});
