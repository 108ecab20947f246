import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RowReport } from '../../torture/row.ts';
import { ROOT } from './processes.ts';

/** Minutes on a machine that does other things too; seconds on a free one. */
const PATIENCE_MS = 600_000;

/** Each row's short form, as `pnpm torture` runs it. The seed is in a failure's message. */
export function runShort(rows: readonly string[]): void {
  describe('pnpm torture', () => {
    it.each(rows)(
      '%s',
      async (row) => {
        const { outcome, reason, seed, checks } = await run(row);
        if (outcome === 'skipped') process.stderr.write(`skipped, ${row}: ${reason}\n`);
        expect(
          checks.filter(({ isTrue }) => !isTrue),
          `seed ${seed}`,
        ).toEqual([]);
        expect(outcome).not.toBe('failed');
      },
      PATIENCE_MS,
    );
  });
}

async function run(row: string): Promise<RowReport> {
  const child = spawn(process.execPath, [join(ROOT, 'test/torture/main.ts'), row, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const end = (): boolean => child.kill();
  process.once('exit', end);
  let report = '';
  child.stdout.on('data', (chunk: Buffer) => {
    report += String(chunk);
  });
  await once(child, 'close');
  process.off('exit', end);
  const [only] = JSON.parse(report) as RowReport[];
  if (only === undefined) throw new Error(`${row} made no report`);
  return only;
}
