import type { Children } from './children.ts';
import type { DevnetLayout } from './layout.ts';
import { type DevnetSource, writePrivate } from './state.ts';
import { waitForGatekeeper, waitForNode } from './wait.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

export interface RunningNetwork {
  readonly hospitalRpc: string;
  readonly gatekeeperUrl: string;
}

/** Each lab mines on one thread at this share of its time, so that a small machine has room for the rest. */
const LAB_INTENSITY_PERCENT = 25;

/** Starts the hospital's node, the labs and the gatekeeper as processes of their own, and writes down where they are. */
export async function startNetwork(
  layout: DevnetLayout,
  source: DevnetSource,
  children: Children,
  signal: AbortSignal,
  logLevel: LogLevel,
): Promise<RunningNetwork> {
  const logArgs = ['--log-format', 'json', '--log-level', logLevel];
  const dataPath = source.kind === 'generated' ? layout.data : source.path;
  children.start('hospital-node', 'medrec-miner', ['run', '--no-mine', '--dir', layout.hospitalNode, '--spec', layout.spec, ...logArgs]);
  const hospitalNode = await waitForNode(layout.hospitalNode, signal);
  const peers = hospitalNode.p2p.flatMap((address) => ['--peer', address]);
  for (const lab of layout.labs) {
    const mining = ['--threads', '1', '--intensity', String(LAB_INTENSITY_PERCENT)];
    children.start(lab.name, 'medrec-miner', ['run', '--dir', lab.dir, '--spec', layout.spec, ...mining, ...peers, ...logArgs]);
  }
  const serve = ['serve', '--dir', layout.hospital, '--rpc', hospitalNode.rpc, '--load', `fhir:${dataPath}`, '--invite', '1'];
  children.start('hospital', 'medrec-census', [...serve, ...logArgs]);
  const [gatekeeper, ...labs] = await Promise.all([
    waitForGatekeeper(layout.hospital, signal),
    ...layout.labs.map((lab) => waitForNode(lab.dir, signal)),
  ]);

  await writePrivate(layout.endpoints, {
    version: 1,
    spec: layout.spec,
    nodes: {
      'hospital-node': { rpc: hospitalNode.rpc, p2p: hospitalNode.p2p, dir: layout.hospitalNode, role: 'hospital' },
      ...Object.fromEntries(layout.labs.map((lab, i) => [lab.name, { rpc: labs[i]?.rpc, p2p: labs[i]?.p2p, dir: lab.dir, role: 'lab' }])),
    },
    gatekeepers: { hospital: { url: gatekeeper.url, dir: layout.hospital } },
    wallets: { patient: { dir: layout.patient }, doctor: { dir: layout.doctor } },
  });
  return { hospitalRpc: hospitalNode.rpc, gatekeeperUrl: gatekeeper.url };
}
