import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { HeadChange, ImportOutcome } from '../chain/index.ts';

/** What became of the blocks sealed here, as of now. */
export interface BlockCounts {
  /** On the canonical chain. */
  readonly sealed: number;
  /** Another block was first: an ommer at best. */
  readonly side: number;
  /** Were on the canonical chain until a heavier branch took their place. */
  readonly replaced: number;
  /** This node's own chain refused them. */
  readonly refused: number;
}

export interface OwnBlocks {
  imported(block: Block, outcome: ImportOutcome): void;
  refused(): void;
  headChanged(change: HeadChange): void;
  counts(): BlockCounts;
}

/** No reorganisation reaches further back than this many own blocks. */
const FOLLOWED = 1024;

type Place = 'sealed' | 'side' | 'replaced';

export function createOwnBlocks(): OwnBlocks {
  const places = new Map<Hex, Place>();
  const counts: Record<keyof BlockCounts, number> = { sealed: 0, side: 0, replaced: 0, refused: 0 };

  const move = (block: Block, place: Place): void => {
    const hash = bytesToHex(block.hash());
    const before = places.get(hash);
    if (before === undefined) return;
    counts[before]--;
    counts[place]++;
    places.set(hash, place);
  };

  return {
    imported(block, outcome) {
      const place = outcome === 'canonical' ? 'sealed' : 'side';
      counts[place]++;
      places.set(bytesToHex(block.hash()), place);
      const [oldest] = places.keys();
      if (places.size > FOLLOWED && oldest !== undefined) places.delete(oldest);
    },
    refused: () => void counts.refused++,
    headChanged({ removed, added }) {
      for (const block of removed) move(block, 'replaced');
      for (const block of added) move(block, 'sealed');
    },
    counts: () => ({ ...counts }),
  };
}
