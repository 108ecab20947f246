import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoints } from '@medrec/shared/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endProcessesOf, processesOf, type RunningDevnet, runDevnet, startDevnet } from './support/leak/devnet.ts';
import { filesUnder } from './support/leak/places/files.ts';
import { runJson } from './support/processes.ts';
import { until } from './support/until.ts';

// Goal: one command takes a newcomer from an empty folder to a paid census and leaves nothing behind that should not be.
// Method: the real `start` in a folder of its own, once to its end, then again in the same folder.

const ONCE_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 5000;
const PATIENTS = ['--patients', '300'];
const SECRETS = [
  'keystore.json',
  'endpoints.json',
  'admin-token',
  'node-key',
  'patient-invitation.json',
  'doctor-ticket.json',
  'devnet.json',
];

interface Paid {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

/** Keys and chain spec, byte by byte: what a second run must not make anew. */
async function keysIn(folder: string): Promise<Record<string, string>> {
  const paths = (await filesUnder(folder)).filter((path) => /(keystore|spec|participant)\.json$|node-key$|admin-token$/.test(path));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'hex')] as const)));
}

/** The highest block that any line of a log tells of. */
function highestBlock(log: string): number {
  return Math.max(0, ...[...log.matchAll(/(?:sealed|imported) block (\d+)/g)].map(([, number]) => Number(number)));
}

describe('start', () => {
  let folder: string;
  let first: Paid;
  let keys: Record<string, string>;

  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'medrec-start-')), 'net');
    first = await runDevnet(['--once', '--dir', folder, ...PATIENTS]);
    keys = await keysIn(folder);
  }, ONCE_TIMEOUT_MS);

  afterAll(async () => {
    endProcessesOf(folder);
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  it('pays a lab, prints its table and what to do next on stdout, and ends with 0', () => {
    expect(first.status, first.stderr.slice(-4000)).toBe(0);
    expect(first.stdout).toMatch(/census epoch \d+, tier \d/);
    expect(first.stdout).toMatch(/Privacy: ρ = /);
    expect(first.stdout).toMatch(/data\.parquet/);
    expect(first.stdout).toContain('it goes on where it stopped');
    expect(first.stdout).not.toMatch(/(?:sealed|imported) block/);
  });

  it('tells the patient’s story: she grants, the doctor reads, she revokes, the doctor is refused', () => {
    expect(first.stderr).toContain('every value checked against the chain');
    expect(first.stderr).toContain('the doctor is refused from that moment');
  });

  it('leaves no process behind', () => {
    expect(processesOf(folder)).toEqual([]);
  });

  it('leaves folders and files that only their owner can read', async () => {
    for (const dir of ['', 'hospital', 'hospital/vault', 'hospital-node', 'lab-a', 'lab-b', 'patient-wallet', 'doctor-wallet']) {
      expect(await modeOf(join(folder, dir)), dir).toBe('700');
    }
    const files = await filesUnder(folder);
    for (const name of SECRETS) {
      const found = files.filter((path) => path.endsWith(`/${name}`));
      expect(found.length, name).toBeGreaterThan(0);
      for (const path of found) expect(await modeOf(path), path).toBe('600');
    }
  });

  describe('run again in its folder', () => {
    let devnet: RunningDevnet;
    let endpoints: Endpoints;

    beforeAll(async () => {
      await rm(join(folder, 'endpoints.json')); // the first run's names ports that nobody listens on now
      devnet = startDevnet(['--dir', folder, ...PATIENTS]);
      endpoints = await until(
        'endpoints.json',
        async () => JSON.parse(await readFile(join(folder, 'endpoints.json'), 'utf8')) as Endpoints,
      );
    }, ONCE_TIMEOUT_MS);

    afterAll(async () => {
      await devnet.stop();
    });

    it('makes no new keys and goes on with its chain', async () => {
      expect(await keysIn(folder)).toEqual(keys);
      const before = highestBlock(first.stderr);
      expect(before).toBeGreaterThan(0);
      const args = ['status', '--dir', join(folder, 'lab-a')];
      await until('a block beyond the first run’s', async () => {
        const { head } = await runJson<{ head: { number: string | number } }>('medrec-miner', args);
        return Number(head.number) > before ? head : undefined;
      });
    });

    it('refuses a second start in the same folder, and other patients', async () => {
      const [second, other] = await Promise.all([
        runDevnet(['--dir', folder, ...PATIENTS]),
        runDevnet(['--dir', folder, '--patients', '301']),
      ]);
      expect(second).toMatchObject({ status: 1, stdout: '' });
      expect(second.stderr).toContain('DEVNET_RUNNING');
      expect(other).toMatchObject({ status: 1, stdout: '' });
      expect(other.stderr).toContain('DEVNET_OTHER_SOURCE');
    });

    it('answers its commands with JSON alone on stdout', async () => {
      const labs = Object.values(endpoints.nodes).filter(({ role }) => role === 'lab');
      expect(labs).toHaveLength(2);
      const releases = [];
      for (const { dir } of labs) {
        const rewards = await runJson<{ rewards: unknown[] }>('medrec-miner', ['rewards', '--dir', dir]);
        expect(Array.isArray(rewards.rewards)).toBe(true);
        releases.push(...(await runJson<{ releases: unknown[] }>('medrec-miner', ['library', '--dir', dir])).releases);
      }
      expect(releases.length).toBeGreaterThan(0);
      const rpc = ['--rpc', endpoints.nodes['hospital-node']?.rpc ?? ''];
      const history = await runJson('medrec-wallet', ['history', '--dir', endpoints.wallets['patient']?.dir ?? '', ...rpc]);
      expect(JSON.stringify(history)).toMatch(/refused/);
    });

    it('ends every process within five seconds of SIGTERM', async () => {
      expect(processesOf(folder).length).toBeGreaterThan(4);
      expect(await devnet.stop()).toBeLessThan(STOP_TIMEOUT_MS);
      expect(processesOf(folder)).toEqual([]);
      expect(await devnet.ended).toBe(0);
    });

    it('begins with other patients only in another folder', async () => {
      const other = await runDevnet(['--once', '--dir', folder, '--patients', '300', '--seed', '7']);
      expect(other).toMatchObject({ status: 1, stdout: '' });
      expect(other.stderr).toContain('DEVNET_OTHER_SOURCE');
    });
  });
});
