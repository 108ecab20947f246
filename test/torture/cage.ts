import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { makeOwnFolder } from './own-folder.ts';
import type { RowReport } from './row.ts';
import type { RowSettings } from './run-row.ts';

// A row that needs networks or file systems of its own runs once more in namespaces of its own: nothing outside of them can be
// changed, no rights are needed, and when the process ends the kernel takes away whatever it left.

const UNSHARE = ['--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const CAGED = 'MEDREC_TORTURE_CAGED';

export function isCaged(): boolean {
  return process.env[CAGED] === '1';
}

/** Why this machine cannot make a cage. */
export function cannotCage(): string | undefined {
  if (isCaged()) return undefined;
  const tried = spawnSync(
    'unshare',
    [...UNSHARE, 'sh', '-c', 'mount -t tmpfs -o size=1m none /mnt && ip link add v0 type veth peer name v1'],
    {
      encoding: 'utf8',
    },
  );
  if (tried.status === 0) return undefined;
  const said = tried.error?.message ?? tried.stderr.trim();
  return `namespaces of its own (unshare, mount, ip) do not work here: ${said.slice(0, 200)}`;
}

export async function runInCage(name: string, { seed, isFull, size, say }: RowSettings): Promise<RowReport> {
  const own = [join(import.meta.dirname, 'main.ts'), name, '--json', '--seed', String(seed)];
  const args = [...own, ...(isFull ? ['--full'] : []), ...(size === undefined ? [] : ['--size', String(size)])];
  // Killed, it cannot remove what it made: it makes it here.
  const folder = await makeOwnFolder('cage');
  const child = spawn('unshare', [...UNSHARE, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, [CAGED]: '1', TMPDIR: folder.path },
  });
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  let report = '';
  child.stdout.on('data', (chunk: Buffer) => {
    report += String(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    const lines = String(chunk).trimEnd().split('\n');
    for (const line of lines) if (!line.startsWith('==')) say(line);
  });
  const [status] = (await once(child, 'close')) as [number | null];
  process.off('exit', end);
  await folder.remove();
  const [only] = report === '' ? [] : (JSON.parse(report) as RowReport[]);
  if (only === undefined) throw new RangeError(`the caged row ended with ${status} and no report`);
  return only;
}
