import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Children } from './children.ts';
import type { DevnetConsole } from './console.ts';
import type { DevnetLayout } from './layout.ts';
import type { DevnetSource } from './state.ts';
import { exists } from './wait.ts';

const CHAIN_ID = 20_160; // the year of the paper, times ten

/**
 * Makes what is missing: keys, the chain spec, the patients' data, wallets. Each step leaves a file that a later run
 * finds, so a run that was stopped half-way goes on where it was.
 */
export async function setUp(layout: DevnetLayout, source: DevnetSource, children: Children, console: DevnetConsole): Promise<void> {
  for (const dir of [layout.root, layout.hospitalNode]) await mkdir(dir, { recursive: true, mode: 0o700 });
  await removeStaleEndpoints(layout);
  const jobs: Promise<unknown>[] = [];
  if (source.kind === 'generated' && !(await exists(join(layout.data, 'manifest.json')))) {
    console.say(`generating ${source.patients} patients (FHIR R4 NDJSON, seed ${source.seed}) in ${layout.data}`);
    const args = ['generate', '--patients', String(source.patients), '--seed', String(source.seed), '--out', layout.data];
    jobs.push(children.run('medrec-census', args));
  }
  if (!(await exists(layout.spec))) jobs.push(createNetwork(layout, children, console));
  for (const dir of [layout.patient, layout.doctor]) {
    if (!(await exists(join(dir, 'keystore.json')))) jobs.push(children.run('medrec-wallet', ['init', '--dir', dir, '--json']));
  }
  await Promise.all(jobs);
}

/** Keys of hospital and labs, then the one file they must share. */
async function createNetwork(layout: DevnetLayout, children: Children, console: DevnetConsole): Promise<void> {
  console.say('making keys for one hospital and two labs, and their chain spec');
  await Promise.all([
    children.run('medrec-census', ['init', '--dir', layout.hospital, '--host', 'http://127.0.0.1']),
    ...layout.labs.map((lab) => children.run('medrec-miner', ['init', '--dir', lab.dir])),
  ]);
  const participants = [
    ...['--provider', join(layout.hospital, 'participant.json')],
    ...layout.labs.flatMap((lab) => ['--lab', join(lab.dir, 'participant.json')]),
  ];
  await children.run('medrec-miner', [
    'spec',
    'create',
    '--preset',
    'devnet',
    '--chain-id',
    String(CHAIN_ID),
    ...participants,
    '--out',
    layout.spec,
  ]);
}

/** Endpoint files and an unused invitation outlive the processes they name; a new run listens on other ports. */
async function removeStaleEndpoints(layout: DevnetLayout): Promise<void> {
  const dirs = [layout.hospital, layout.hospitalNode, ...layout.labs.map((lab) => lab.dir)];
  await Promise.all(
    [layout.endpoints, layout.invitation, ...dirs.map((dir) => join(dir, 'endpoint.json'))].map((path) => rm(path, { force: true })),
  );
}
