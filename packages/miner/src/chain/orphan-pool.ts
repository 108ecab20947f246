import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { Origin } from './types.ts';

export interface ReceivedBlock {
  readonly block: Block;
  readonly origin: Origin;
}

export interface OrphanLimits {
  readonly maxBlocks: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** Sealed blocks whose parent has not arrived. Bounded by count, bytes and age; the oldest goes first. */
export interface OrphanPool {
  has(hash: Hex): boolean;
  add(received: ReceivedBlock): void;
  /** Takes out the blocks whose parent this is. */
  takeChildrenOf(parent: Hex): ReceivedBlock[];
  size(): number;
}

interface Orphan extends ReceivedBlock {
  readonly parent: Hex;
  readonly bytes: number;
  readonly receivedMs: number;
}

export function createOrphanPool(limits: OrphanLimits, nowMs: () => number): OrphanPool {
  // Insertion order is order of age.
  const orphans = new Map<Hex, Orphan>();
  let totalBytes = 0;

  const take = (hash: Hex): Orphan | undefined => {
    const orphan = orphans.get(hash);
    orphans.delete(hash);
    totalBytes -= orphan?.bytes ?? 0;
    return orphan;
  };

  const makeRoom = (): void => {
    for (const [hash, orphan] of orphans) {
      const isOld = nowMs() - orphan.receivedMs > limits.maxAgeMs;
      if (!isOld && orphans.size <= limits.maxBlocks && totalBytes <= limits.maxBytes) return;
      take(hash);
    }
  };

  return {
    has: (hash) => orphans.has(hash),
    add({ block, origin }) {
      const hash = bytesToHex(block.hash());
      if (orphans.has(hash)) return;
      const bytes = block.serialize().length;
      orphans.set(hash, { block, origin, bytes, parent: bytesToHex(block.header.parentHash), receivedMs: nowMs() });
      totalBytes += bytes;
      makeRoom();
    },
    takeChildrenOf(parent) {
      makeRoom();
      const children = [...orphans].filter(([, orphan]) => orphan.parent === parent);
      return children.flatMap(([hash]) => take(hash) ?? []);
    },
    size: () => orphans.size,
  };
}
