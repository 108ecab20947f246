import { type Facts, MedrecError } from '@medrec/shared/errors';
import { metaKey, numberBytes, readNumber } from './keys.ts';
import type { BatchWrite, Disk } from './open-level.ts';

/** `archive`: every state since the first is kept. `pruned`: those of the last blocks. */
export type StateMode = 'archive' | 'pruned';

/** Which canonical blocks' states a store keeps: from `oldest` to the head. */
export interface StateWindow {
  readonly mode: StateMode;
  readonly oldest: bigint;
}

/**
 * States that a pruned store keeps unless it is told otherwise. More than the deepest reorganisation that any node
 * follows (`MAX_REORG_BLOCKS`), so that pruned and archive nodes choose the same chain.
 */
export const DEFAULT_KEPT_STATES = 10_240;

const MODE_BYTE: Readonly<Record<StateMode, number>> = { archive: 1, pruned: 2 };

/** Both are absent from a store that has pruned nothing yet. */
export function readWindow(disk: Pick<Disk, 'get'>): StateWindow {
  const oldest = disk.get(metaKey('oldest'));
  const isArchive = disk.get(metaKey('mode'))?.[0] === MODE_BYTE.archive;
  return { mode: isArchive ? 'archive' : 'pruned', oldest: oldest ? readNumber(oldest) : 0n };
}

export function windowOperations({ mode, oldest }: StateWindow): BatchWrite[] {
  return [
    { key: metaKey('mode'), value: Uint8Array.of(MODE_BYTE[mode]) },
    { key: metaKey('oldest'), value: numberBytes(oldest) },
  ];
}

/**
 * The window under the mode that is asked for, or as it is. From archive to pruned is a matter of time; the other way only while
 * nothing is gone. @throws MedrecError `STORE_IS_PRUNED`
 */
export function changeMode(window: StateWindow, archive: boolean | undefined, dir: string): StateWindow {
  if (archive === undefined) return window;
  if (!archive || window.mode === 'archive' || window.oldest === 0n) return { ...window, mode: archive ? 'archive' : 'pruned' };
  throw new MedrecError({
    code: 'STORE_IS_PRUNED',
    message: 'The store has already given up old states, so it cannot serve as an archive.',
    facts: { dir, oldestState: window.oldest },
    remedy: 'Run without --archive, or execute the stored blocks again with `medrec-miner db repair --rebuild-state --archive`.',
  });
}

export function statePruned(facts: Facts): MedrecError {
  return new MedrecError({
    code: 'STATE_PRUNED',
    message: 'This node does not keep the state of blocks that far back.',
    facts,
    remedy: 'Ask for a newer block, or ask a node that runs with --archive.',
  });
}
