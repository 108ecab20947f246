import { mkdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { writeChainSpec } from '@medrec/shared/chain';
import { ACCOUNT_PATH, readOrCreateKeystore } from '@medrec/shared/signing';
import { createJsonRpc, type JsonRpc } from '../../bench/compare/throughput/json-rpc.ts';
import { type Running, readEndpoint, startProgram } from '../../system/support/processes.ts';
import { until } from '../../system/support/until.ts';
import type { Torture } from '../row.ts';
import { foundWorld, type World, type WorldSettings } from './world.ts';

/** A `medrec-miner run` that answers. */
export interface RealNode {
  readonly name: string;
  readonly url: string;
  readonly rpc: JsonRpc;
  /** Multiaddrs. */
  readonly p2p: readonly string[];
  readonly running: Running;
  /** Milliseconds from its start until its endpoint file was there. */
  readonly readyMs: number;
  /** The same by the process's own CPU time; undefined where the system does not tell. */
  readonly readyCpuMs: number | undefined;
  head(): Promise<NodeHead>;
  /** A series of `GET /metrics` as it is printed; 0 before it first counts. */
  metric(series: string): Promise<number>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface NodeHead {
  readonly number: number;
  readonly hash: Hex;
  readonly stateRoot: Hex;
}

/** A network of real processes on the row's folder. */
export interface RealNetwork {
  readonly world: World;
  /** By name; labs have a keystore there. */
  folder(name: string): string;
  /** The process, as soon as it runs and before it answers. */
  launch(name: string, args: readonly string[], how?: Launch): Running;
  start(name: string, args: readonly string[], how?: Launch): Promise<RealNode>;
}

export interface Launch {
  readonly env?: NodeJS.ProcessEnv;
  readonly launcher?: readonly string[];
}

/** Blocks about every second, whatever else the machine does: these nodes search with a small part of a core. */
const SOON = { difficulty: { durationDivisorSeconds: 2, boundDivisor: 32, minimum: 1024 } };
export const MINING: readonly string[] = ['--threads', '1', '--intensity', '5'];

/** @param labs whose folders get a keystore; `otherLabs` are admitted by their addresses alone */
export async function foundRealNetwork(
  torture: Pick<Torture, 'dir' | 'cleanUp'>,
  labs: readonly string[],
  settings: Omit<WorldSettings, 'labs'> & { readonly otherLabs?: readonly Hex[] } = {},
): Promise<RealNetwork> {
  const folder = (name: string): string => join(torture.dir, name);
  const addresses: Hex[] = [];
  for (const lab of labs) {
    await mkdir(folder(lab), { recursive: true });
    const keystore = await readOrCreateKeystore(join(folder(lab), 'keystore.json'));
    addresses.push(keystore.derivePath(ACCOUNT_PATH).address.toLowerCase() as Hex);
  }
  const world = await foundWorld({ ...SOON, ...settings, labs: [...addresses, ...(settings.otherLabs ?? [])] });
  const spec = folder('spec.json');
  await writeChainSpec(spec, world.spec);

  const launch = (name: string, args: readonly string[], { env, launcher }: Launch = {}): Running => {
    const common = ['--dir', folder(name), '--spec', spec, '--no-claim', '--log-format', 'json'];
    const running = startProgram(name, 'medrec-miner', ['run', ...common, ...args], env, launcher);
    torture.cleanUp(() => running.stop('SIGKILL'));
    return running;
  };
  const start = async (name: string, args: readonly string[], how?: Launch): Promise<RealNode> => {
    await rm(join(folder(name), 'endpoint.json'), { force: true });
    const started = performance.now();
    const running = launch(name, args, how);
    const { rpc: url, p2p } = await readEndpoint<{ rpc: string; p2p: string[] }>(folder(name), running);
    const readyMs = performance.now() - started;
    return realNode({ name, url, p2p, running, readyMs, readyCpuMs: await cpuMsOf(running) });
  };
  return { world, folder, launch, start };
}

function realNode(facts: Pick<RealNode, 'name' | 'url' | 'p2p' | 'running' | 'readyMs' | 'readyCpuMs'>): RealNode {
  const rpc = createJsonRpc(facts.url);
  return {
    ...facts,
    rpc,
    async head() {
      const { number, hash, stateRoot } = await rpc.call<{ number: Hex; hash: Hex; stateRoot: Hex }>(
        'eth_getBlockByNumber',
        'latest',
        false,
      );
      return { number: Number(number), hash, stateRoot };
    },
    async metric(series) {
      const text = await (await fetch(`${facts.url}/metrics`)).text();
      const line = text.split('\n').find((one) => one.startsWith(`${series} `));
      return line === undefined ? 0 : Number(line.slice(series.length + 1));
    },
    async stop(signal) {
      rpc.close();
      await facts.running.stop(signal);
    },
  };
}

export function peersOf(...nodes: readonly RealNode[]): string[] {
  return nodes.flatMap(({ p2p }) => p2p.flatMap((address) => ['--peer', address]));
}

/** Waits until all have one head; @returns it and how long that took. */
export async function oneHead(nodes: readonly RealNode[], timeoutMs: number): Promise<{ head: NodeHead; milliseconds: number }> {
  const started = performance.now();
  const agree = async (): Promise<NodeHead | undefined> => {
    const [first, ...others] = await Promise.all(nodes.map((node) => node.head()));
    return others.every(({ hash }) => hash === first?.hash) ? first : undefined;
  };
  const head = await until(`${nodes.map(({ name }) => name).join(', ')} have one head`, agree, timeoutMs, 100);
  return { head, milliseconds: performance.now() - started };
}

/** Linux counts in hundredths of a second; fields 14 and 15 of `/proc/<pid>/stat` are user and system time. */
async function cpuMsOf({ process: { pid } }: Running): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? undefined : 10 * (Number(fields[11]) + Number(fields[12]));
}

/** How many processes want each of the machine's cores, at least 1: by so much everything takes longer by the clock. */
export function slowDown(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

/** Whether a time by the clock says more about the machine's other work than about the node. Then a row judges by CPU time. */
export function isMachineBusy(): boolean {
  return slowDown() > 2;
}
