import { connectLines, type Line, type LineClient } from '../../../support/line-client.ts';
import { type OutsideMiner, type OutsideWork, toBytes, toHex } from './miner.ts';

const NO_PREFIX = new Uint8Array(0);
/** Difficulty 1: 0x00000000ffff0000… (EthereumStratum/1.0.0, "Mining difficulty"). */
const DIFFICULTY_1 = 0xffffn << 208n;
const PRECISION = 2 ** 60;

interface Wire {
  readonly client: LineClient;
  /** The next line is work. */
  await(): Promise<OutsideWork>;
}

/** Takes the newest work of the lines that came; waits when none came since. */
function createWire(client: LineClient, workOf: (line: Line) => OutsideWork | undefined): Wire {
  let newest: OutsideWork | undefined;
  let read = 0;
  const look = (): void => {
    for (; read < client.lines.length; read++) newest = workOf(client.lines[read] as Line) ?? newest;
  };
  return {
    client,
    async await() {
      look();
      if (newest === undefined) {
        await client.take((line) => workOf(line) !== undefined, 30_000);
        look();
      }
      if (newest === undefined) throw new Error('work came and is not there');
      return newest;
    },
  };
}

let nextId = 100;

async function ask(client: LineClient, message: Line): Promise<{ isTaken: boolean; reason: string }> {
  const answer = await client.ask({ id: nextId++, ...message });
  return { isTaken: answer['result'] === true, reason: JSON.stringify(answer['error'] ?? null) };
}

async function login(client: LineClient, message: Line): Promise<void> {
  const { isTaken, reason } = await ask(client, message);
  if (!isTaken) throw new Error(`the login was refused: ${reason}`);
}

const reportRate = async (client: LineClient, rate: number): Promise<void> => {
  const params = [`0x${rate.toString(16).padStart(64, '0')}`, `0x${'22'.repeat(32)}`];
  await ask(client, { jsonrpc: '2.0', method: 'eth_submitHashrate', params });
};

/** Dwarfpool's eth-proxy: eth_submitLogin with a field `worker`, eth_getWork, work pushed with id 0. */
export async function createEthProxyMiner(address: string, worker: string, password = 'x'): Promise<OutsideMiner> {
  const workOf = ({ id, result }: Line): OutsideWork | undefined => {
    if ((id !== 0 && id !== 5) || !Array.isArray(result)) return undefined;
    const [sealHash, , target] = result as string[];
    if (sealHash === undefined || target === undefined) return undefined;
    return { sealHash: toBytes(sealHash), target: BigInt(target), noncePrefix: NO_PREFIX, job: sealHash };
  };
  const wire = createWire(await connectLines(address), workOf);
  const { client } = wire;
  await login(client, { jsonrpc: '2.0', method: 'eth_submitLogin', params: ['0xlab', password], worker });
  client.send({ id: 5, jsonrpc: '2.0', method: 'eth_getWork', params: [] });
  return {
    protocol: 'eth-proxy',
    work: wire.await,
    submit: ({ work, nonce, mixHash }) =>
      ask(client, { jsonrpc: '2.0', method: 'eth_submitWork', params: [toHex(nonce), work.job, toHex(mixHash)], worker }),
    reportRate: (rate) => reportRate(client, rate),
    end: client.end,
  };
}

/** NiceHash's EthereumStratum/1.0.0: an extranonce, a difficulty, the rest of the nonce as solution. */
export async function createEthereumStratumMiner(address: string, worker: string, password = 'x'): Promise<OutsideMiner> {
  const client = await connectLines(address);
  const subscribed = await client.ask({ id: 1, method: 'mining.subscribe', params: ['scripted/1.0', 'EthereumStratum/1.0.0'] });
  const [[, , version] = [], extranonce] = subscribed['result'] as [string[], string];
  if (version !== 'EthereumStratum/1.0.0') throw new Error(`another protocol: ${version}`);
  let target = DIFFICULTY_1;
  const workOf = ({ method, params }: Line): OutsideWork | undefined => {
    const values = params as unknown[];
    if (method === 'mining.set_difficulty') {
      target = (DIFFICULTY_1 * BigInt(PRECISION)) / BigInt(Math.ceil((values[0] as number) * PRECISION));
      return undefined;
    }
    if (method !== 'mining.notify') return undefined;
    const [job, , sealHash] = values as string[];
    if (job === undefined || sealHash === undefined) return undefined;
    return { sealHash: toBytes(sealHash), target, noncePrefix: toBytes(extranonce), job };
  };
  const wire = createWire(client, workOf);
  await login(client, { method: 'mining.authorize', params: [`0xlab.${worker}`, password] });
  return {
    protocol: 'ethereum-stratum',
    work: wire.await,
    submit: ({ work, nonce }) => {
      const suffix = Buffer.from(nonce.subarray(work.noncePrefix.length)).toString('hex');
      return ask(client, { method: 'mining.submit', params: [`0xlab.${worker}`, work.job, suffix] });
    },
    reportRate: (rate) => reportRate(client, rate),
    end: client.end,
  };
}

/** Plain stratum: subscribe, authorise, work with its target in one notification, five parameters back. */
export async function createPlainStratumMiner(address: string, worker: string, password = 'x'): Promise<OutsideMiner> {
  const workOf = ({ method, params }: Line): OutsideWork | undefined => {
    if (method !== 'mining.notify') return undefined;
    const [job, sealHash, , target] = params as string[];
    if (job === undefined || sealHash === undefined || target === undefined) return undefined;
    return { sealHash: toBytes(sealHash), target: BigInt(target), noncePrefix: NO_PREFIX, job };
  };
  const wire = createWire(await connectLines(address), workOf);
  const { client } = wire;
  await login(client, { jsonrpc: '2.0', method: 'mining.subscribe', params: [] });
  await login(client, { jsonrpc: '2.0', method: 'mining.authorize', params: [`0xlab.${worker}`, password] });
  return {
    protocol: 'stratum',
    work: wire.await,
    submit: ({ work, nonce, mixHash }) => {
      const params = ['0xlab', work.job, toHex(nonce), toHex(work.sealHash), toHex(mixHash)];
      return ask(client, { jsonrpc: '2.0', method: 'mining.submit', params, worker });
    },
    reportRate: (rate) => reportRate(client, rate),
    end: client.end,
  };
}
