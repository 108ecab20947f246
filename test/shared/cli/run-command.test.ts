import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

// What would be lost: the plain end of `medrec-… | head`, which a stack trace would spoil.

const MODULE = new URL('../../../packages/shared/src/cli/index.ts', import.meta.url).href;
const PROGRAM = `
  import { runCommand } from '${MODULE}';
  await runCommand({
    async parseAsync() {
      for (;;) {
        process.stdout.write('line\\n'.repeat(1000));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  });
`;

it('ends quietly when the reader of its output goes away', { timeout: 30_000 }, async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => child.stdout.destroy());
  const ended = new Promise((resolve) => child.once('exit', resolve));
  expect([await text(child.stderr), await ended]).toEqual(['', 0]);
});
