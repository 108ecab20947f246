import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { devnetPreset, type EthashSizes } from '@medrec/shared/chain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectLines, type LineClient } from '../support/line-client.ts';
import { startTestNetwork, type TestNetwork } from './support/network.ts';
import { callOverHttp10, createGetWorkMiner } from './support/outside-miners/get-work.ts';
import { type OutsideMiner, type OutsideSolution, type OutsideWork, solve, toHex } from './support/outside-miners/miner.ts';
import { createEthereumStratumMiner, createEthProxyMiner, createPlainStratumMiner } from './support/outside-miners/stratum.ts';
import { readEndpoint, runJson, runProgram, startProgram } from './support/processes.ts';
import { until } from './support/until.ts';

// What would be lost: a lab's GPUs. A node whose own threads rest is mined by outside miners of every protocol, and another
// node takes the blocks, with the hospital's records in them; what is wrong is refused and counted, and harms nobody.

const SIZES = devnetPreset.ethash as EthashSizes;

let network: TestNetwork;
let stratum = '';
let silent: LineClient;
const miners: OutsideMiner[] = [];

beforeAll(async () => {
  network = await startTestNetwork({ labRun: ['--threads', '0', '--stratum-port', '0'] });
  const endpoint = z.object({ stratum: z.string() });
  stratum = endpoint.parse(JSON.parse(await readFile(join(lab().dir, 'endpoint.json'), 'utf8'))).stratum;
  silent = await connectLines(stratum); // never logs in; other tests run until it is found out
});
afterAll(async () => {
  for (const miner of miners) miner.end();
  await network.stop();
});

function lab(): TestNetwork['labs'][number] {
  const [first] = network.labs;
  if (first === undefined) throw new Error('there is no lab');
  return first;
}

async function call(url: string, method: string, params: readonly unknown[] = []): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await response.json()) as { result?: unknown }).result;
}

const header = z.looseObject({ number: z.string(), nonce: z.string(), miner: z.string(), transactions: z.array(z.unknown()) });
const report = z.looseObject({
  hashRate: z.number(),
  connections: z.number(),
  workers: z.array(
    z.looseObject({
      ...{ name: z.string(), protocol: z.string(), blocks: z.number(), accepted: z.number(), stale: z.number() },
      rejected: z.record(z.string(), z.number()),
    }),
  ),
});

const workers = async (): Promise<z.infer<typeof report>> => report.parse(await call(lab().rpc, 'medrec_remoteWorkers'));
const worker = async (name: string) => (await workers()).workers.find((one) => one.name === name);

async function counter(series: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', lab().rpc))).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')
      .at(-1) ?? 0,
  );
}

/** The other node's canonical block with that nonce. */
function acceptedBlock(nonce: string): Promise<z.infer<typeof header>> {
  return until(
    `the hospital's node has the block with nonce ${nonce}`,
    async () => {
      const head = header.parse(await call(network.hospitalNode.rpc, 'eth_getBlockByNumber', ['latest', false]));
      for (let number = BigInt(head.number), tried = 0; number > 0n && tried < 6; number -= 1n, tried += 1) {
        const block = header.parse(await call(network.hospitalNode.rpc, 'eth_getBlockByNumber', [`0x${number.toString(16)}`, false]));
        if (block.nonce === nonce) return block;
      }
      return undefined;
    },
    10_000,
    50,
  );
}

/** Mines until a block of it is canonical on the other node: the same second may bring fresher work or another block. */
async function mineBlock(miner: OutsideMiner, before?: OutsideWork): Promise<{ solution: OutsideSolution; transactions: number }> {
  for (let tries = 0; tries < 20; tries++) {
    const work = await until('there is other work', async () => {
      const next = await miner.work();
      return before !== undefined && next.job === before.job ? undefined : next;
    });
    const solution = solve(SIZES, work);
    const { isTaken } = await miner.submit(solution);
    before = work;
    if (isTaken) return { solution, transactions: (await acceptedBlock(toHex(solution.nonce))).transactions.length };
  }
  throw new Error(`${miner.protocol}: twenty solutions and no block`);
}

async function keep(miner: OutsideMiner | Promise<OutsideMiner>): Promise<OutsideMiner> {
  miners.push(await miner);
  return miner;
}

describe('outside miners', () => {
  it.each([
    ['getwork', () => createGetWorkMiner(lab().rpc, '/getwork-rig')],
    ['eth-proxy', () => createEthProxyMiner(stratum, 'proxy-rig')],
    ['ethereum-stratum', () => createEthereumStratumMiner(stratum, 'nicehash-rig')],
    ['stratum', () => createPlainStratumMiner(stratum, 'plain-rig')],
  ])('mine blocks by %s that the other node takes', async (protocol, connect) => {
    const miner = await keep(connect());
    const first = await mineBlock(miner);
    const second = await mineBlock(miner, first.solution.work);
    const name = (await workers()).workers.find((one) => one.protocol === protocol);
    expect(name).toMatchObject({ protocol, blocks: 2, rejected: {} });
    expect(second.solution.nonce).not.toEqual(first.solution.nonce);
    await miner.reportRate(1_000_000);
    expect((await workers()).hashRate).toBeGreaterThanOrEqual(1_000_000);
    expect(Number(await call(lab().rpc, 'eth_hashrate'))).toBeGreaterThanOrEqual(1_000_000);
  });

  it('seal the hospital’s records, in the lab’s name', async () => {
    const miner = await keep(createEthProxyMiner(stratum, 'records-rig'));
    const address = String(await call(lab().rpc, 'eth_coinbase')).toLowerCase();
    let last: OutsideWork | undefined;
    await until('a block has records', async () => {
      const { solution, transactions } = await mineBlock(miner, last);
      last = solution.work;
      const block = await acceptedBlock(toHex(solution.nonce));
      expect(block.miner.toLowerCase()).toBe(address);
      return transactions > 0 || undefined;
    });
    expect(await counter('medrec_remote_shares_total{verdict="block",reason="none"}')).toBeGreaterThan(8);
  });
});

describe('ethminer’s HTTP', () => {
  it('is answered in one line with status 200, and the socket is closed', async () => {
    const body = '{"id":1,"jsonrpc":"2.0","method":"eth_getWork","params":[]}';
    const answer = await callOverHttp10(lab().rpc, '/rig9', body);
    expect(answer.status).toMatch(/^HTTP\/1\.[01] 200 /);
    expect(answer.headers).not.toContain('chunked');
    expect(answer.headers).toContain(`content-length: ${answer.body.length}`);
    expect(answer.body).not.toMatch(/[\r\n]/);
    expect(JSON.parse(answer.body)).toMatchObject({ id: 1, jsonrpc: '2.0', result: Array(4).fill(expect.stringMatching(/^0x/)) });
  });
});

describe('an operator', () => {
  it('sees the workers and what became of their solutions', async () => {
    const shown = await runProgram('medrec-miner', ['mining', 'workers', '--dir', lab().dir]);
    expect(shown.stdout).toContain(`they connect to ${stratum}`);
    expect(shown.stdout).toMatch(/nicehash-rig +ethereum-stratum +2 +\d+ +0 +2/);
    expect(await runJson('medrec-miner', ['mining', 'workers', '--dir', lab().dir])).toMatchObject({ stratum });
  });
});

describe('what is wrong', () => {
  it('is refused and counted: nonce, mix, a solution twice, work of nobody, work of long ago', async () => {
    const miner = await keep(createPlainStratumMiner(stratum, 'wrong-rig'));
    const old = solve(SIZES, await miner.work(), 1n << 40n);
    const flipped = old.mixHash.map((byte) => byte ^ 1);
    expect((await miner.submit({ ...old, mixHash: flipped })).reason).toContain('Wrong mix');
    const nonce = new Uint8Array(8).fill(7);
    // No mix of that nonce is known, so it is wrong one way or the other.
    expect((await miner.submit({ ...old, nonce })).isTaken).toBe(false);
    const unknown = { ...old.work, sealHash: new Uint8Array(32).fill(9) };
    expect((await miner.submit({ ...old, work: unknown })).reason).toContain('Job not found');

    const fresh = await mineBlock(miner, old.work);
    expect((await miner.submit(fresh.solution)).reason).toContain('Duplicate');
    let last = fresh.solution.work;
    for (let block = 0; block < 9; block++) last = (await mineBlock(miner, last)).solution.work;
    expect((await miner.submit(old)).reason).toContain('Stale');
    expect(await worker('wrong-rig')).toMatchObject({ stale: 1, rejected: { 'unknown-work': 1, duplicate: 1 } });
    expect(await counter('medrec_remote_shares_total{verdict="rejected",reason="wrong-mix"}')).toBeGreaterThan(0);
    expect(await counter('medrec_remote_shares_total{verdict="stale",reason="none"}')).toBe(1);
  });

  it('by NiceHash’s form has no mix to compare: a nonce that is not good enough is told so', async () => {
    const miner = await keep(createEthereumStratumMiner(stratum, 'low-rig'));
    const work = await miner.work();
    const nonce = new Uint8Array(8);
    nonce.set(work.noncePrefix);
    const verdicts = await Promise.all(
      Array.from({ length: 5 }, (_, i) => miner.submit({ work, mixHash: new Uint8Array(32), nonce: nonce.with(7, i) })),
    );
    // Chance finds a good one among five once in a thousand times, and four more are wrong then.
    expect(verdicts.filter(({ reason }) => reason.includes('Low difficulty')).length).toBeGreaterThan(3);
  });

  it('on the wire is hung up on and counted: garbage, a flood, a connection that never logs in', async () => {
    const refused = (reason: string): Promise<number> => counter(`medrec_remote_connections_refused_total{reason="${reason}"}`);
    const garbage = await connectLines(stratum);
    garbage.send('\u0016\u0003\u0001 not a line of JSON');
    const flood = await connectLines(stratum);
    flood.socket.write('{"id":1,"method":"mining.ping","params":[]}\n'.repeat(20_000));
    const long = await connectLines(stratum);
    long.socket.write('x'.repeat(100_000));
    await Promise.all([garbage.closed(), flood.closed(), long.closed(), silent.closed(20_000)]);
    expect(await Promise.all(['garbage', 'flood', 'line-too-long', 'half-open'].map(refused))).toEqual([1, 1, 1, 1]);
    const miner = await keep(createEthProxyMiner(stratum, 'after-rig'));
    expect((await mineBlock(miner)).solution.nonce).toHaveLength(8);
  });
});

describe('a node that strangers reach', () => {
  it('makes a token for its owner alone, and gives work to nobody without it', async () => {
    const { dir, running } = lab();
    await running.stop();
    const open = ['--threads', '0', '--no-claim', '--rpc-host', '0.0.0.0', '--stratum-host', '0.0.0.0', '--stratum-port', '0'];
    const peers = network.hospitalNode.p2p.flatMap((address) => ['--peer', address]);
    const node = startProgram('open-lab', 'medrec-miner', [
      'run',
      '--dir',
      dir,
      '--spec',
      network.spec,
      '--log-format',
      'json',
      ...open,
      ...peers,
    ]);
    try {
      const found = await readEndpoint<{ rpc: string; stratum: string }>(dir, node);
      const [rpc, port] = [`http://127.0.0.1:${new URL(found.rpc).port}`, `127.0.0.1:${found.stratum.split(':').at(-1)}`];
      const path = join(dir, 'stratum-token');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const token = (await readFile(path, 'utf8')).trim();

      const body = '{"id":1,"jsonrpc":"2.0","method":"eth_getWork","params":[]}';
      const ask = async (at: string, headers: readonly string[] = []): Promise<unknown> =>
        JSON.parse((await callOverHttp10(rpc, at, body, headers)).body);
      const refused = { error: { code: -32_011, message: expect.stringMatching(/^REMOTE_TOKEN/) as unknown } };
      expect(await ask('/')).toMatchObject(refused);
      expect(await ask('/rig1', [`Authorization: Bearer ${'0'.repeat(32)}`])).toMatchObject(refused);
      expect(await call(rpc, 'eth_blockNumber')).toMatch(/^0x/); // the rest of the RPC is as open as the operator made it

      await keep(createGetWorkMiner(rpc, `/${token}/rig1`)).then((miner) => miner.work());
      const basic = Buffer.from(`rig2:${token}`).toString('base64');
      for (const header of [`Authorization: Bearer ${token}`, `Authorization: Basic ${basic}`])
        expect(await ask('/', [header])).toMatchObject({ result: expect.any(Array) as unknown });
      await expect(createEthProxyMiner(port, 'rig3')).rejects.toThrow(/Unauthorized/);
      const miner = await keep(createEthereumStratumMiner(port, 'rig3', token));
      expect((await miner.work()).sealHash).toHaveLength(32);
      const everything = node.lines.map(({ text }) => text).join('') + JSON.stringify(await call(rpc, 'medrec_remoteWorkers'));
      expect(everything).not.toContain(token);
    } finally {
      await node.stop();
    }
  });
});
