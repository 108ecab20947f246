import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { bytesToHex } from '@medrec/shared/bytes';
import { partBytes, type StoredPart } from './layout.ts';

const NAME = /^(?:cache|dataset)-(\d{1,9})-[0-9a-f]{16}-\d{1,16}\.ethash$/;
/** Another node of the same user may be in another epoch: what was used lately is left alone. */
const UNUSED_MS = 24 * 3_600_000;

/** Shared by all nodes of a user; the content is the same for all of them. */
export function defaultDatasetDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'medrec', 'ethash');
}

/** For example `dataset-0-0000000000000000-1073739904.ethash`. The seed is in it: a network's sizes do not decide the content alone. */
export function fileName(part: StoredPart): string {
  return `${part.kind}-${part.epoch}-${bytesToHex(part.seed).slice(2, 18)}-${partBytes(part)}.ethash`;
}

/**
 * Deletes what epochs other than the last, this and the next have left behind and nobody has used for a day. Files with
 * other names are never touched. @returns the names of what was deleted
 */
export async function sweepFolder(dir: string, epoch: number, nowMs: number): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(dir)) {
    const found = NAME.exec(name);
    if (found === null || Math.abs(Number(found[1]) - epoch) <= 1) continue;
    const path = join(dir, name);
    const { mtimeMs } = await stat(path);
    if (nowMs - mtimeMs < UNUSED_MS) continue;
    await rm(path, { force: true });
    removed.push(name);
  }
  return removed;
}

/** Marks the part's file as used now, for `sweepFolder`. */
export async function markUsed(dir: string, part: StoredPart, nowMs: number): Promise<void> {
  await utimes(join(dir, fileName(part)), nowMs / 1000, nowMs / 1000);
}
