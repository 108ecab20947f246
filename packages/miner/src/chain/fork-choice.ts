import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { type CanonicalChange, type Store, storeDamaged } from '../store/index.ts';
import type { Head } from './types.ts';

export type ForkChoice =
  | { readonly kind: 'side' }
  | { readonly kind: 'canonical'; readonly change: CanonicalChange }
  /** Heavier, but the fork point is farther back than this node goes. */
  | { readonly kind: 'too-deep'; readonly forkDepth: bigint };

/**
 * Heaviest total difficulty; of two equal ones, the first seen stays. `block` itself is not stored yet.
 * The whole branches are read into memory, hence the bound.
 */
export function chooseFork(store: Store, head: Head, block: Block, totalDifficulty: bigint, maxReorgBlocks: number): ForkChoice {
  if (totalDifficulty <= head.totalDifficulty) return { kind: 'side' };
  const added = [block];
  let parent = bytesToHex(block.header.parentHash);
  let number = block.header.number - 1n;
  while (store.canonicalHash(number) !== parent) {
    if (head.number - number > BigInt(maxReorgBlocks)) return { kind: 'too-deep', forkDepth: head.number - number };
    const ancestor = requireBlock(store, parent);
    added.push(ancestor);
    parent = bytesToHex(ancestor.header.parentHash);
    number -= 1n;
  }
  if (head.number - number > BigInt(maxReorgBlocks)) return { kind: 'too-deep', forkDepth: head.number - number };
  return { kind: 'canonical', change: { removed: canonicalAbove(store, number, head), added: added.reverse() } };
}

function canonicalAbove(store: Store, number: bigint, head: Head): Block[] {
  const removed: Block[] = [];
  for (let at = head.hash; removed.length < Number(head.number - number); ) {
    const block = requireBlock(store, at);
    removed.push(block);
    at = bytesToHex(block.header.parentHash);
  }
  return removed;
}

function requireBlock(store: Store, hash: Hex): Block {
  const block = store.block(hash);
  if (block !== undefined) return block;
  throw storeDamaged('a stored block’s ancestor');
}
