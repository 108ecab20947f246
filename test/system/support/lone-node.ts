import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChainSpec, writeChainSpec } from '@medrec/shared/chain';
import { type Running, startProgram } from './processes.ts';
import { until } from './until.ts';

/** What a refused JSON-RPC call is answered with. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly code: string; readonly facts: Readonly<Record<string, unknown>>; readonly remedy?: string };
}

/** One `medrec-miner run` in a folder of its own: no lab's key, no peers, every port chosen by the system. */
export interface LoneNode {
  readonly running: Running;
  readonly rpc: string;
  /** Multiaddrs with `/p2p/<id>`. */
  readonly p2p: readonly string[];
  /** The method's result; a refusal is an error. */
  call<T>(method: string, params?: readonly unknown[]): Promise<T>;
  /** The refusal; an answer is an error. */
  refusalOf(method: string, params: readonly unknown[]): Promise<Refusal>;
  /** A counter of `GET /metrics` by its name and labels as they are printed; 0 before it first counts. */
  counter(series: string): Promise<number>;
  stop(): Promise<void>;
}

/** @param args further ones of `run` */
export async function startLoneNode(spec: ChainSpec, args: readonly string[] = []): Promise<LoneNode> {
  const dir = await mkdtemp(join(tmpdir(), 'medrec-lone-node-'));
  const file = join(dir, 'spec.json');
  await writeChainSpec(file, spec);
  const running = startProgram('node', 'medrec-miner', [
    'run',
    '--dir',
    join(dir, 'node'),
    '--spec',
    file,
    '--log-format',
    'json',
    ...args,
  ]);
  const { rpc, p2p } = await until('the node is ready', async () => {
    if (running.process.exitCode !== null) throw new Error(running.lines.map((line) => line.text).join('\n'));
    return JSON.parse(await readFile(join(dir, 'node', 'endpoint.json'), 'utf8')) as { rpc: string; p2p: string[] };
  });

  const post = async (method: string, params: readonly unknown[]): Promise<{ result?: unknown; error?: Refusal }> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await response.json()) as { result?: unknown; error?: Refusal };
  };
  return {
    running,
    rpc,
    p2p,
    async call<T>(method: string, params: readonly unknown[] = []) {
      const { result, error } = await post(method, params);
      if (error) throw new Error(`${method} was refused: ${JSON.stringify(error)}`);
      return result as T;
    },
    async refusalOf(method, params) {
      const { result, error } = await post(method, params);
      if (!error) throw new Error(`${method} was not refused: ${JSON.stringify(result)}`);
      return error;
    },
    async counter(series) {
      const text = await (await fetch(`${rpc}/metrics`)).text();
      const line = text.split('\n').find((one) => one.startsWith(`${series} `));
      return line === undefined ? 0 : Number(line.slice(series.length + 1));
    },
    async stop() {
      await running.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
