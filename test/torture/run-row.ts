import { isCaged, runInCage } from './cage.ts';
import { makeOwnFolder } from './own-folder.ts';
import { createRandom } from './random.ts';
import type { Check, Row, RowReport, Torture } from './row.ts';

export interface RowSettings {
  readonly seed: number;
  readonly isFull: boolean;
  readonly size: number | undefined;
  say(line: string): void;
}

/** Runs one row and cleans up behind it. An exception is a failed check like any other. */
export async function runRow(row: Row, { seed, isFull, size: asked, say }: RowSettings): Promise<RowReport> {
  const started = performance.now();
  const size = asked ?? (isFull ? row.sizes.full : row.sizes.short);
  const checks: Check[] = [];
  const figures: Record<string, number | string> = {};
  const ended = (outcome: RowReport['outcome'], reason?: string): RowReport => ({
    ...{ row: row.name, seed, size: `${size} ${row.sizes.unit}`, outcome },
    ...(reason === undefined ? {} : { reason }),
    ...{ seconds: Math.round((performance.now() - started) / 100) / 10, checks, figures },
  });
  const reason = row.unable?.();
  if (reason !== undefined) return ended('skipped', reason);
  if (row.isCaged && !isCaged()) return runInCage(row.name, { seed, isFull, size: asked, say });

  const { path: dir, remove } = await makeOwnFolder(row.name);
  const undo: (() => unknown)[] = [remove];
  const torture: Torture = {
    ...{ seed, isFull, size, dir, random: createRandom(seed) },
    say: (line) => say(`${row.name} ${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`),
    check(what, isTrue, found) {
      checks.push({ what, isTrue, ...(found === undefined ? {} : { found: shown(found) }) });
      if (!isTrue) torture.say(`FAILED: ${what}${found === undefined ? '' : `: ${shown(found)}`}`);
    },
    figure(name, value) {
      figures[name] = typeof value === 'number' ? Number(value.toPrecision(4)) : value;
    },
    cleanUp: (step) => void undo.push(step),
  };
  try {
    await row.run(torture);
    if (checks.length === 0) torture.check('something was checked', false);
  } catch (error) {
    torture.check('the row runs to its end', false, error instanceof Error ? error.stack : error);
  } finally {
    for (const step of undo.reverse()) {
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => torture.check('the row cleans up behind it', false, error));
    }
  }
  return ended(checks.every(({ isTrue }) => isTrue) ? 'passed' : 'failed');
}

function shown(found: unknown): string {
  if (typeof found === 'string') return found;
  return JSON.stringify(found, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? String(found);
}
