import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';

// Clears what `tsc -b` and the kernel's compiler left, so that no output outlives its source: `tsc -b --clean` knows only the sources
// that still exist.
const root = join(import.meta.dirname, '..');
for await (const output of glob(['packages/*/dist', 'packages/miner/build', 'node_modules/.cache/tsc-*'], { cwd: root })) {
  await rm(join(root, output), { recursive: true, force: true });
}
