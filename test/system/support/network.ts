import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeClient, type NodeClient } from '@medrec/shared/client';
import { type Running, runProgram, startProgram } from './processes.ts';
import { until } from './until.ts';

export interface NetworkSettings {
  /** Mining labs; default 1. */
  readonly miningLabs?: number;
  /** Admitted labs that run a node but never seal. */
  readonly idleLabs?: number;
  readonly patients?: number;
  /** FHIR files instead of generated ones. */
  readonly data?: string;
  /** Further arguments of `medrec-census init`, for example a small budget. */
  readonly hospitalInit?: readonly string[];
  /** Further arguments of `medrec-census serve`. */
  readonly hospitalServe?: readonly string[];
  /** Fields of `config.medrec`, for example `confirmations=2`. */
  readonly spec?: Readonly<Record<string, string | number>>;
  /** Further arguments of each lab's `run`. */
  readonly labRun?: readonly string[];
}

export interface TestNode {
  readonly name: string;
  readonly dir: string;
  readonly rpc: string;
  readonly p2p: readonly string[];
  readonly running: Running;
}

/** Real processes on loopback, every port chosen by the system. */
export interface TestNetwork {
  readonly dir: string;
  readonly spec: string;
  readonly hospitalDir: string;
  readonly gatekeeperUrl: string;
  readonly client: NodeClient;
  readonly hospitalNode: TestNode;
  readonly labs: readonly TestNode[];
  readonly gatekeeper: Running;
  /** Stops the gatekeeper with that signal and starts it again. */
  restartGatekeeper(signal: NodeJS.Signals, whileDown?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Quick blocks and epochs: a test waits for real ones. */
const SPEC_DEFAULTS = { confirmations: 2, censusEpochSeconds: 8 };

export async function startTestNetwork(settings: NetworkSettings = {}): Promise<TestNetwork> {
  const dir = await mkdtemp(join(tmpdir(), 'medrec-system-'));
  const at = (name: string): string => join(dir, name);
  const labNames = [
    ...Array.from({ length: settings.miningLabs ?? 1 }, (_, i) => `lab-${i}`),
    ...Array.from({ length: settings.idleLabs ?? 0 }, (_, i) => `idle-lab-${i}`),
  ];
  await ok('medrec-census', ['init', '--dir', at('hospital'), '--host', 'http://127.0.0.1', ...(settings.hospitalInit ?? [])]);
  await Promise.all(labNames.map((name) => ok('medrec-miner', ['init', '--dir', at(name)])));
  const participants = [
    '--provider',
    join(at('hospital'), 'participant.json'),
    ...labNames.flatMap((name) => ['--lab', join(at(name), 'participant.json')]),
  ];
  const fields = Object.entries({ ...SPEC_DEFAULTS, ...settings.spec }).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const spec = at('spec.json');
  await ok('medrec-miner', ['spec', 'create', '--preset', 'devnet', '--chain-id', '424242', ...participants, '--out', spec, ...fields]);
  const data = settings.data ?? (await generate(at('data'), settings.patients ?? 120));

  const startNode = async (name: string, args: readonly string[]): Promise<TestNode> => {
    const running = startProgram(name, 'medrec-miner', ['run', '--dir', at(name), '--spec', spec, '--log-format', 'json', ...args]);
    const endpoint = await readEndpoint<{ rpc: string; p2p: string[] }>(at(name), running);
    return { name, dir: at(name), rpc: endpoint.rpc, p2p: endpoint.p2p, running };
  };
  const hospitalNode = await startNode('hospital-node', ['--no-mine']);
  const peers = hospitalNode.p2p.flatMap((address) => ['--peer', address]);
  const labs = await Promise.all(
    labNames.map((name) =>
      startNode(name, [
        ...(name.startsWith('idle') ? ['--no-mine'] : ['--threads', '1', '--intensity', '40']),
        ...peers,
        ...(settings.labRun ?? []),
      ]),
    ),
  );

  const serve = [
    'serve',
    '--dir',
    at('hospital'),
    '--rpc',
    hospitalNode.rpc,
    '--load',
    `fhir:${data}`,
    '--log-format',
    'json',
    ...(settings.hospitalServe ?? []),
  ];
  const startGatekeeper = async (): Promise<{ running: Running; url: string }> => {
    await rm(join(at('hospital'), 'endpoint.json'), { force: true });
    const running = startProgram('hospital', 'medrec-census', serve);
    return { running, url: (await readEndpoint<{ url: string }>(at('hospital'), running)).url };
  };
  let gatekeeper = await startGatekeeper();
  const client = createNodeClient({ url: hospitalNode.rpc, pollIntervalMs: 200 });
  return {
    dir,
    spec,
    hospitalDir: at('hospital'),
    client,
    hospitalNode,
    labs,
    get gatekeeper() {
      return gatekeeper.running;
    },
    get gatekeeperUrl() {
      return gatekeeper.url;
    },
    async restartGatekeeper(signal, whileDown) {
      await gatekeeper.running.stop(signal);
      await whileDown?.();
      gatekeeper = await startGatekeeper();
    },
    async stop() {
      client.close();
      await Promise.all([gatekeeper.running, hospitalNode.running, ...labs.map(({ running }) => running)].map((running) => running.stop()));
      if (!process.env['MEDREC_KEEP']) await rm(dir, { recursive: true, force: true });
    },
  };
}

async function generate(out: string, patients: number): Promise<string> {
  await ok('medrec-census', ['generate', '--patients', String(patients), '--seed', '7', '--out', out]);
  return out;
}

async function ok(program: Parameters<typeof runProgram>[0], args: readonly string[]): Promise<void> {
  const finished = await runProgram(program, args);
  if (finished.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${finished.status}: ${finished.stderr}`);
}

function readEndpoint<T>(dir: string, running: Running): Promise<T> {
  return until(`${running.name} is ready`, async () => {
    if (running.process.exitCode !== null) throw new Error(running.lines.map((line) => line.text).join('\n'));
    return JSON.parse(await readFile(join(dir, 'endpoint.json'), 'utf8')) as T;
  });
}
