import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { NodeId } from '../execution/index.ts';
import { rootKey } from './keys.ts';
import type { BatchWrite, Disk } from './open-level.ts';
import { decodeRootUses, encodeRootUses, type RootUse } from './state-record.ts';

/** Counts, within one batch, how many blocks have each state: the same root may be gained and lost in it. */
export interface RootUses {
  /** One block more (1) or less (−1). */
  change(stateRoot: Uint8Array, top: NodeId, by: 1 | -1): void;
  operations(): BatchWrite[];
}

export function createRootUses(disk: Pick<Disk, 'get'>): RootUses {
  const touched = new Map<Hex, { readonly key: Uint8Array; uses: RootUse[] }>();
  return {
    change(stateRoot, top, by) {
      const name = bytesToHex(stateRoot);
      const key = rootKey(stateRoot);
      const entry = touched.get(name) ?? { key, uses: decodeRootUses(disk.get(key)) };
      const blocks = (entry.uses.find((use) => use.top === top)?.blocks ?? 0) + by;
      const others = entry.uses.filter((use) => use.top !== top);
      entry.uses = blocks > 0 ? [...others, { top, blocks }] : others;
      touched.set(name, entry);
    },
    operations: () => [...touched.values()].map(({ key, uses }) => ({ key, value: uses.length > 0 ? encodeRootUses(uses) : null })),
  };
}
