import type { Common } from '@ethereumjs/common';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { storeDamaged } from '../checked-value.ts';
import { createHeadState } from '../flat-state.ts';
import { metaKey, readNumber } from '../keys.ts';
import { type Disk, openLevel } from '../open-level.ts';
import { type BlockReader, createBlockReader } from '../read-blocks.ts';
import { rebuildTarget } from '../rebuild.ts';
import { createStateNodes, type StateOnDisk } from '../state-nodes.ts';
import { readWindow, type StateWindow } from '../state-window.ts';

/** A store as it lies on disk: opened to be looked at, so that nothing is mended, rewound or pruned. */
export interface StoreAsIs {
  readonly disk: Disk;
  readonly reader: BlockReader;
  readonly states: StateOnDisk;
  readonly window: StateWindow;
  readonly schema: bigint;
  readonly genesis: Hex;
  readonly head: Hex;
  /** The first number that no node of the state has had. */
  readonly nextNode: number;
  /** Set while states are being executed again from stored blocks. */
  readonly rebuilding: Hex | undefined;
}

const CACHE_BYTES = 64 * 1024 * 1024;

/** @throws MedrecError `STORE_DAMAGED` when one of the marks is gone, and what `openStore` throws of the database */
export async function openAsIs(dir: string, common: Common): Promise<StoreAsIs> {
  const disk = await openLevel(dir, { mayCreate: false });
  try {
    const reader = createBlockReader(disk, common);
    const states = createStateNodes(disk, createHeadState(0), CACHE_BYTES, () => false);
    return {
      ...{ disk, reader, states },
      window: readWindow(disk),
      schema: readNumber(mark(disk, 'schema', 'the format mark')),
      genesis: bytesToHex(mark(disk, 'genesis', 'the genesis mark')),
      head: bytesToHex(mark(disk, 'head', 'the head mark')),
      nextNode: Number(readNumber(mark(disk, 'nextNode', 'the number of the next state node'))),
      rebuilding: rebuildTarget(disk),
    };
  } catch (error) {
    await disk.close();
    throw error;
  }
}

function mark(disk: Disk, name: 'schema' | 'genesis' | 'head' | 'nextNode', what: string): Uint8Array {
  const value = disk.get(metaKey(name));
  if (value === undefined) throw storeDamaged(what);
  return value;
}
