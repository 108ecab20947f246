import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { exportState, type Store, storeDamaged } from '../../store/index.ts';
import { KEPT_SNAPSHOTS, SNAPSHOT_DEPTH, SNAPSHOT_INTERVAL } from '../limits.ts';
import { chunkHash, decodeManifests, EMPTY_HISTORY, encodeManifests, historyStep, type SnapshotManifest } from './manifest.ts';

/** The snapshots this node hands out: of the state at every so many blocks, the last ones, kept on disk as chunks. */
export interface SnapshotShelf {
  /** Newest first. */
  manifests(): readonly SnapshotManifest[];
  /** Undefined when the snapshot is gone, or its file no longer what it was. */
  chunk(block: Hex, index: number): Promise<Uint8Array | undefined>;
  /** A block's receipts and system logs as they are stored. */
  receipts(block: Hex): Uint8Array | undefined;
  /** The head has moved: makes what is due, in the background, one at a time. */
  follow(head: bigint): void;
  /** Resolves when nothing is being made any more. */
  stop(): Promise<void>;
}

export interface ShelfOptions {
  /** Folder of its own; made when the first snapshot is. */
  readonly dir: string;
  readonly store: Store;
  readonly log: Logger;
  /** Blocks. */
  readonly interval?: number;
  readonly depth?: number;
}

const MANIFEST = 'manifest';
/** Between two chunks, so that making a snapshot does not hold up imports. */
const PAUSE_MS = 20;
/** Of receipts that are hashed at a stretch. */
const BYTES_AT_ONCE = 256 * 1024;
const BLOCK_BYTES = 1024;

export async function openShelf(options: ShelfOptions): Promise<SnapshotShelf> {
  const { dir, store, log } = options;
  const interval = BigInt(options.interval ?? SNAPSHOT_INTERVAL);
  const depth = BigInt(options.depth ?? SNAPSHOT_DEPTH);
  let kept = await readShelf(dir);
  let making: Promise<void> | undefined;
  let isStopped = false;

  const make = async (number: bigint): Promise<void> => {
    const hash = store.canonicalHash(number);
    if (hash === undefined) return;
    const unfinished = join(dir, 'unfinished');
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    const chunks: Hex[] = [];
    for await (const chunk of exportState(store, number)) {
      if (isStopped) return;
      await writeFile(join(unfinished, String(chunks.length)), chunk);
      chunks.push(chunkHash(chunk));
      await sleep(PAUSE_MS);
    }
    const history = await historyUpTo(number);
    if (history === undefined) return;
    const manifest = { number, hash, history, chunks };
    await writeFile(join(unfinished, MANIFEST), encodeManifests([manifest]));
    await rm(join(dir, String(number)), { recursive: true, force: true });
    await rename(unfinished, join(dir, String(number)));
    const [gone, stays] = [[manifest, ...kept].slice(KEPT_SNAPSHOTS), [manifest, ...kept].slice(0, KEPT_SNAPSHOTS)];
    kept = stays;
    for (const old of gone) await rm(join(dir, String(old.number)), { recursive: true, force: true });
    log.info(
      { event: 'snapshot.made', number: Number(number), hash, chunks: chunks.length },
      `keeps a snapshot of block ${number} for peers`,
    );
  };

  /** Goes on from an earlier snapshot's, if its block is still canonical. Undefined when stopped. */
  const historyUpTo = async (number: bigint): Promise<Hex | undefined> => {
    const before = kept.find((manifest) => manifest.number < number && store.canonicalHash(manifest.number) === manifest.hash);
    let history = before?.history ?? EMPTY_HISTORY;
    let bytes = 0;
    for (let at = (before?.number ?? 0n) + 1n; at <= number; at++) {
      const block = store.canonicalHash(at);
      const receipts = block === undefined ? undefined : store.receiptsBytes(block);
      if (receipts === undefined) throw storeDamaged('the receipts of a canonical block');
      history = historyStep(history, receipts);
      bytes += receipts.length + BLOCK_BYTES;
      if (bytes < BYTES_AT_ONCE) continue;
      bytes = 0;
      await sleep(1);
      if (isStopped) return undefined;
    }
    return history;
  };

  return {
    manifests: () => kept,
    async chunk(block, index) {
      const manifest = kept.find(({ hash }) => hash === block);
      const wanted = manifest?.chunks[index];
      if (manifest === undefined || wanted === undefined) return undefined;
      const bytes = await readFile(join(dir, String(manifest.number), String(index))).catch(() => undefined);
      if (bytes !== undefined && chunkHash(bytes) === wanted) return new Uint8Array(bytes);
      kept = kept.filter((other) => other !== manifest);
      log.warn(
        { code: 'SNAPSHOT_DAMAGED', number: Number(manifest.number), index },
        'a kept snapshot is damaged and is handed out no more',
      );
      return undefined;
    },
    receipts: (block) => store.receiptsBytes(block),
    follow(head) {
      const due = head > depth ? ((head - depth) / interval) * interval : 0n;
      if (due < store.window().oldest || due === 0n || making !== undefined || isStopped || (kept[0]?.number ?? 0n) >= due) return;
      making = make(due)
        .catch((thrown: unknown) => {
          const error = asMedrecError(thrown);
          log.warn({ code: error.code, number: Number(due) }, `no snapshot of block ${due} for peers: ${error.message}`);
        })
        .finally(() => {
          making = undefined;
        });
    },
    async stop() {
      isStopped = true;
      await making;
    },
  };
}

/** What an earlier run has left; what cannot be read is made again. */
async function readShelf(dir: string): Promise<SnapshotManifest[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const numbers = names.filter((name) => /^[1-9]\d{0,18}$/.test(name)).sort((a, b) => (BigInt(a) > BigInt(b) ? -1 : 1));
  const manifests: SnapshotManifest[] = [];
  for (const name of numbers) {
    const found = await readFile(join(dir, name, MANIFEST))
      .then((bytes) => decodeManifests(new Uint8Array(bytes))[0])
      .catch(() => undefined);
    if (found !== undefined && found.number === BigInt(name) && manifests.length < KEPT_SNAPSHOTS) manifests.push(found);
    else await rm(join(dir, name), { recursive: true, force: true });
  }
  return manifests;
}
