import { mkdir, open, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { DevnetLayout } from './layout.ts';

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generated'), patients: z.int().positive(), seed: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('path'), path: z.string() }),
]);

const state = z.strictObject({
  version: z.literal(1),
  source,
  /** The patient's story is told once: she accepts, grants a doctor, the doctor reads, she revokes. */
  storyTold: z.boolean(),
});

export type DevnetSource = z.infer<typeof source>;
export type DevnetState = z.infer<typeof state>;

/** The state a first run left, or undefined in an empty folder. @throws MedrecError `DEVNET_STATE_INVALID` */
export async function readState(layout: DevnetLayout): Promise<DevnetState | undefined> {
  const text = await readFile(layout.state, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = state.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new MedrecError({
    code: 'DEVNET_STATE_INVALID',
    message: 'The devnet’s state file cannot be read.',
    facts: { path: layout.state },
    remedy: `Remove ${layout.root} to begin anew, or choose another folder with --dir.`,
  });
}

export async function writeState(layout: DevnetLayout, value: DevnetState): Promise<void> {
  await mkdir(layout.root, { recursive: true, mode: 0o700 });
  await writePrivate(layout.state, value);
}

/** By rename, readable by the user alone. */
export async function writePrivate(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}

/** A devnet keeps its patients for life: their records are on its chain. @throws MedrecError `DEVNET_OTHER_SOURCE` */
export function requireSameSource(before: DevnetSource, wanted: DevnetSource, layout: DevnetLayout): void {
  if (JSON.stringify(before) === JSON.stringify(wanted)) return;
  throw new MedrecError({
    code: 'DEVNET_OTHER_SOURCE',
    message: 'This devnet was begun with other patients.',
    facts: { folder: layout.root, begunWith: describeSource(before), wanted: describeSource(wanted) },
    remedy: `Start it with the same data, choose another folder with --dir, or remove ${layout.root}.`,
  });
}

export function describeSource(value: DevnetSource): string {
  return value.kind === 'generated' ? `${value.patients} generated patients, seed ${value.seed}` : value.path;
}

/** Takes the folder for this process; a lock left by a dead process is taken over. @throws MedrecError `DEVNET_RUNNING` */
export async function lockFolder(layout: DevnetLayout): Promise<() => Promise<void>> {
  await mkdir(layout.root, { recursive: true, mode: 0o700 });
  const holder = await readFile(layout.lock, 'utf8').catch(() => '');
  const pid = Number(holder);
  if (Number.isSafeInteger(pid) && pid > 0) {
    if (isAlive(pid)) {
      throw new MedrecError({
        code: 'DEVNET_RUNNING',
        message: 'A devnet already runs in this folder.',
        facts: { folder: layout.root, pid },
        remedy: 'Stop it with Ctrl-C in its terminal, or choose another folder with --dir.',
      });
    }
    await unlink(layout.lock);
  }
  const file = await open(layout.lock, 'wx', 0o600);
  await file.writeFile(String(process.pid));
  await file.close();
  return () => unlink(layout.lock);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it with a readable error
  }
}
