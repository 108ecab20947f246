import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

// What would be lost: a node that can be stopped. One thread inside a call that never comes back would hold the process, its
// ports and its store's lock until somebody noticed.

const STUCK_NODE = fileURLToPath(new URL('./stuck-node.ts', import.meta.url));
const STOP_LIMIT_MS = 300;

it('cuts a node off that does not stop in time, whatever its threads are in, and says so', async () => {
  const child = spawn(process.execPath, [STUCK_NODE, String(STOP_LIMIT_MS)], { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      lines.push(line);
      if (line.includes('test.started')) child.kill('SIGTERM');
      if (line.includes('node.cut-off')) break;
    }
    expect(lines.at(-1)).toContain('node.cut-off');
    const late = Promise.withResolvers<string>();
    const timer = setTimeout(() => late.resolve('still running'), 20_000);
    expect(await Promise.race([ended, late.promise])).toEqual([null, 'SIGKILL']);
    clearTimeout(timer);
  } finally {
    child.kill('SIGKILL');
  }
}, 60_000);
