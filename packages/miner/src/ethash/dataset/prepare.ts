import { MedrecError } from '@medrec/shared/errors';
import { type EthashKernel, NODE_BYTES } from '../kernel/index.ts';
import { loadCache } from './cache.ts';
import { type ChunkFile, openChunkFile } from './chunk-file.ts';
import { type DiskFiles, diskFiles, systemCode } from './files.ts';
import { CHUNK_BYTES, layoutOf } from './layout.ts';
import { type DatasetTask, openTaskBoard } from './task.ts';

/** One thread's part in a dataset task. */
export interface Preparation {
  /**
   * Does one chunk, or makes the cache; synchronous, tens of milliseconds (the cache: half a second).
   * `waiting`: there is nothing for this thread, but others are not ready. `done`: the whole dataset is there.
   */
  step(): 'worked' | 'waiting' | 'done';
  close(): void;
}

export interface PreparationParts {
  readonly kernel: EthashKernel;
  readonly slot: number;
  readonly files?: DiskFiles;
  /** Called in one thread only, once a task: `DATASET_NOT_KEPT`. What is not kept is still in memory. */
  onNotKept(error: MedrecError): void;
}

export function openPreparation(task: DatasetTask, parts: PreparationParts): Preparation {
  const { kernel, slot } = parts;
  const { part, memory, dir, isOnlyForDisk } = task;
  const files = parts.files ?? diskFiles;
  const board = openTaskBoard(task);
  const { chunkBytes } = layoutOf(part);
  const content = new Uint8Array(memory.memory.buffer, memory.itemsAt);
  let file: ChunkFile | undefined;

  const close = (): void => {
    file?.close();
    file = undefined;
  };

  const giveUpFile = (thrown: unknown): void => {
    file?.giveUp(thrown);
    file = undefined;
    if (board.markNotKept()) parts.onNotKept(notKept(thrown, dir));
  };

  /** Runs with the file, if there is to be one; a disk that fails ends its use by all threads. */
  const withFile = (use: (file: ChunkFile) => boolean): boolean => {
    if (board.isNotKept()) close();
    if (dir === undefined || board.isNotKept()) return false;
    try {
      file ??= openChunkFile(dir, part, files);
      return use(file);
    } catch (thrown) {
      giveUpFile(thrown);
      return false;
    }
  };

  const hasCache = (): boolean => {
    const state = board.cache(slot);
    if (state !== 'mine') return state === 'made';
    const { refusal } = loadCache({ kernel, memory, part, dir: board.isNotKept() ? undefined : dir }, files);
    board.cacheMade();
    if (refusal !== undefined) giveUpFile(refusal);
    return true;
  };

  return {
    step() {
      const claim = board.claim(slot);
      if (claim === undefined) return board.progress().isDone ? 'done' : 'waiting';
      const { chunk, from } = claim;
      const offset = isOnlyForDisk ? 0 : chunk * CHUNK_BYTES;
      const bytes = content.subarray(offset, offset + chunkBytes(chunk));
      if (from === 'unread') {
        if (withFile((open) => open.read(chunk, bytes))) board.markDone(chunk, true);
        else board.markMissing(chunk);
        return 'worked';
      }
      if (!hasCache()) {
        board.markMissing(chunk);
        return 'waiting';
      }
      kernel.fillItems((chunk * CHUNK_BYTES) / NODE_BYTES, bytes.length / NODE_BYTES, offset);
      withFile((open) => {
        open.write(chunk, bytes);
        return true;
      });
      board.markDone(chunk, false);
      return 'worked';
    },
    close,
  };
}

function notKept(thrown: unknown, dir: string | undefined): MedrecError {
  const known = thrown instanceof MedrecError ? thrown : undefined;
  const reason = known?.code ?? systemCode(thrown) ?? (thrown instanceof Error ? thrown.message : String(thrown));
  return new MedrecError({
    code: 'DATASET_NOT_KEPT',
    message: 'The Ethash dataset could not be kept on disk; mining goes on from memory, and the next start computes it again.',
    facts: { ...known?.facts, dir, reason },
    cause: thrown,
    remedy: remedyFor(reason),
  });
}

function remedyFor(reason: string): string {
  if (['EEXIST', 'ENOTDIR', 'ENOENT', 'ELOOP', 'ENAMETOOLONG', 'EISDIR'].includes(reason)) {
    return 'There is no folder there and none can be made, because a file is in its way or the path is wrong: name another with --ethash-dir.';
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(reason)) return 'Make the folder writable, or name another with --ethash-dir.';
  if (['DISK_NEARLY_FULL', 'ENOSPC', 'EDQUOT'].includes(reason)) {
    return 'Free some gigabytes there, or name a folder on another disk with --ethash-dir.';
  }
  return 'Look at the disk of that folder, or name another with --ethash-dir.';
}
