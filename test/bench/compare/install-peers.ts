import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A package folder of its own, outside the workspace: users of the repository never install what is compared with. */
export const PEERS: string = join(import.meta.dirname, '../peers');
const PNPM = 'pnpm@12.21.0';

/** Installs the peers from their lockfile; nothing is fetched when they are there. No install script runs. */
export function installPeers(): void {
  const isNew = !existsSync(join(PEERS, 'node_modules'));
  if (isNew) process.stderr.write(`Installing what is compared with, about 330 MB, in ${PEERS}\n`);
  execFileSync('npx', ['-y', PNPM, 'install', '--frozen-lockfile', '--silent'], { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] });
}
