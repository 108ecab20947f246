import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeClient, type NodeClient } from '@medrec/shared/client';
import { type HospitalStart, startTestHospital, type TestHospital } from './hospital.ts';
import { type Running, readEndpoint, runOk, startProgram } from './processes.ts';

export interface NetworkSettings {
  /** Mining labs; default 1. */
  readonly miningLabs?: number;
  /** Admitted labs that run a node but never seal. */
  readonly idleLabs?: number;
  /** Generated ones, 100 and more; 120 by default. */
  readonly patients?: number;
  /** FHIR files instead of generated ones. */
  readonly data?: string;
  /** Further arguments of `medrec-census init`, for example a small budget. */
  readonly hospitalInit?: readonly string[];
  /** Further arguments of `medrec-census serve`. */
  readonly hospitalServe?: readonly string[];
  /** Fields of `config.medrec`, for example `confirmations=2`. */
  readonly spec?: Readonly<Record<string, string | number>>;
  /** A script that serves the hospital in the place of `medrec-census`, and what its environment holds besides. */
  readonly hospitalScript?: { readonly path: string; readonly env: NodeJS.ProcessEnv };
  /** Further arguments of each lab's `run`. */
  readonly labRun?: readonly string[];
  /** One more provider, which asks the first one's node; it has no patients unless its `serve` loads some. */
  readonly secondHospital?: { readonly init?: readonly string[]; readonly serve?: readonly string[] };
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
  /** Where `NetworkSettings.secondHospital` asked for one. */
  readonly secondHospital: TestHospital | undefined;
  /** Stops the gatekeeper with that signal and starts it again. */
  restartGatekeeper(signal: NodeJS.Signals, whileDown?: () => Promise<void>): Promise<void>;
  /** The same for a lab, by its place in `labs`. */
  restartLab(place: number, signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** Quick blocks and epochs: a test waits for real ones. */
const SPEC_DEFAULTS = { confirmations: 2, censusEpochSeconds: 8 };

export async function startTestNetwork(settings: NetworkSettings = {}): Promise<TestNetwork> {
  const dir = await mkdtemp(join(tmpdir(), 'medrec-system-'));
  const started = new Set<Running>();
  const endAll = async (): Promise<void> => {
    await Promise.all([...started].map((running) => running.stop()));
    if (!process.env['MEDREC_KEEP']) await rm(dir, { recursive: true, force: true });
  };
  try {
    return await startIn(dir, settings, (running) => void started.add(running), endAll);
  } catch (error) {
    await endAll();
    throw error;
  }
}

async function startIn(
  dir: string,
  settings: NetworkSettings,
  onStarted: (running: Running) => void,
  endAll: () => Promise<void>,
): Promise<TestNetwork> {
  const at = (name: string): string => join(dir, name);
  const labNames = [
    ...Array.from({ length: settings.miningLabs ?? 1 }, (_, i) => `lab-${i}`),
    ...Array.from({ length: settings.idleLabs ?? 0 }, (_, i) => `idle-lab-${i}`),
  ];
  const [data, spec] = await Promise.all([
    settings.data ?? generatePatients(at('data'), settings.patients ?? 120, 7),
    found(dir, settings, labNames),
  ]);
  const startNode = async (name: string, args: readonly string[]): Promise<TestNode> => {
    const running = startProgram(name, 'medrec-miner', ['run', '--dir', at(name), '--spec', spec, '--log-format', 'json', ...args]);
    onStarted(running);
    const endpoint = await readEndpoint<{ rpc: string; p2p: string[] }>(at(name), running);
    return { name, dir: at(name), rpc: endpoint.rpc, p2p: endpoint.p2p, running };
  };
  const hospitalNode = await startNode('hospital-node', ['--no-mine']);
  const peers = hospitalNode.p2p.flatMap((address) => ['--peer', address]);
  const startLab = (name: string): Promise<TestNode> => {
    const mining = name.startsWith('idle') ? ['--no-mine'] : ['--threads', '1', '--intensity', '20'];
    return startNode(name, [...mining, ...peers, ...(settings.labRun ?? [])]);
  };
  const hospital = (name: string, parts: Pick<HospitalStart, 'serve' | 'script'>): Promise<TestHospital> =>
    startTestHospital({ name, dir: at(name), rpc: hospitalNode.rpc, onStarted, ...parts });
  const [labs, first, second] = await Promise.all([
    Promise.all(labNames.map(startLab)),
    hospital('hospital', { serve: ['--load', `fhir:${data}`, ...(settings.hospitalServe ?? [])], script: settings.hospitalScript }),
    settings.secondHospital && hospital('second-hospital', { serve: settings.secondHospital.serve ?? [] }),
  ]);
  const client = createNodeClient({ url: hospitalNode.rpc, pollIntervalMs: 200 });
  return {
    dir,
    spec,
    hospitalDir: first.dir,
    client,
    hospitalNode,
    labs,
    secondHospital: second,
    get gatekeeper() {
      return first.running;
    },
    get gatekeeperUrl() {
      return first.url;
    },
    restartGatekeeper: first.restart,
    async restartLab(place, signal) {
      const lab = labs[place];
      if (lab === undefined) throw new Error(`there is no lab ${place}`);
      await lab.running.stop(signal);
      await rm(join(lab.dir, 'endpoint.json'), { force: true });
      labs[place] = await startLab(lab.name);
    },
    async stop() {
      client.close();
      await endAll();
    },
  };
}

/** Keys of all founders, then the spec; @returns the spec's path. */
async function found(dir: string, settings: NetworkSettings, labNames: readonly string[]): Promise<string> {
  const at = (name: string): string => join(dir, name);
  const second = settings.secondHospital;
  const hospitals = [
    { name: 'hospital', init: settings.hospitalInit ?? [] },
    ...(second === undefined ? [] : [{ name: 'second-hospital', init: second.init ?? [] }]),
  ];
  await Promise.all([
    ...hospitals.map(({ name, init }) => runOk('medrec-census', ['init', '--dir', at(name), '--host', 'http://127.0.0.1', ...init])),
    ...labNames.map((name) => runOk('medrec-miner', ['init', '--dir', at(name)])),
  ]);
  const participants = [
    ...hospitals.flatMap(({ name }) => ['--provider', join(at(name), 'participant.json')]),
    ...labNames.flatMap((name) => ['--lab', join(at(name), 'participant.json')]),
  ];
  const fields = Object.entries({ ...SPEC_DEFAULTS, ...settings.spec }).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const spec = at('spec.json');
  await runOk('medrec-miner', ['spec', 'create', '--preset', 'devnet', '--chain-id', '424242', ...participants, '--out', spec, ...fields]);
  return spec;
}

/** Made-up patients as FHIR NDJSON, 100 and more; @returns the folder. */
export async function generatePatients(folder: string, patients: number, seed: number): Promise<string> {
  await runOk('medrec-census', ['generate', '--patients', String(patients), '--seed', String(seed), '--out', folder]);
  return folder;
}
