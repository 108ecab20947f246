import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { type CanonicalChange, type Store, storeDamaged } from '../store/index.ts';
import type { Finality } from './finality.ts';
import type { Head } from './types.ts';

export type ForkChoice =
  | { readonly kind: 'side' }
  | { readonly kind: 'canonical'; readonly change: CanonicalChange }
  /** Better, but the fork point is farther back than this node goes. */
  | { readonly kind: 'too-deep'; readonly forkDepth: bigint }
  /** Heavier, but without a block that the providers have certified. */
  | { readonly kind: 'uncertified'; readonly forkDepth: bigint };

export interface ForkRules {
  /** Blocks of the canonical chain that another branch may replace. */
  readonly maxReorgBlocks: number;
  readonly finality: Pick<Finality, 'certified' | 'floor'>;
}

/**
 * The certified block first, then the heaviest total difficulty; of two equal ones, the first seen stays. `block` itself may
 * not be stored yet. The whole branches are read into memory, hence the bound.
 */
export function chooseFork(
  store: Pick<Store, 'canonicalHash' | 'block'>,
  head: Head,
  block: Block,
  totalDifficulty: bigint,
  { maxReorgBlocks, finality }: ForkRules,
): ForkChoice {
  const certified = finality.certified();
  const headLacksCertified =
    certified !== undefined && certified.number <= head.number && store.canonicalHash(certified.number) !== certified.hash;
  const isHeavier = totalDifficulty > head.totalDifficulty;
  // A lighter block matters only if it may be, or stand on, the certified one: its branch is not walked for each below.
  if (!isHeavier && !(headLacksCertified && block.header.number >= certified.number)) return { kind: 'side' };

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
  const forkDepth = head.number - number;
  if (forkDepth > BigInt(maxReorgBlocks)) return { kind: 'too-deep', forkDepth };

  const floor = finality.floor();
  if (floor !== undefined && number < floor.number) return { kind: 'uncertified', forkDepth };
  if (certified !== undefined && certified.number > number) {
    const there = added[Number(block.header.number - certified.number)];
    const hasCertified = there !== undefined && bytesToHex(there.hash()) === certified.hash;
    const isAbove = block.header.number >= certified.number;
    if (isAbove && !hasCertified) return isHeavier ? { kind: 'uncertified', forkDepth } : { kind: 'side' };
  } else if (!isHeavier) return { kind: 'side' };
  return { kind: 'canonical', change: { removed: canonicalAbove(store, number, head), added: added.reverse() } };
}

function canonicalAbove(store: Pick<Store, 'block'>, number: bigint, head: Head): Block[] {
  const removed: Block[] = [];
  for (let at = head.hash; removed.length < Number(head.number - number); ) {
    const block = requireBlock(store, at);
    removed.push(block);
    at = bytesToHex(block.header.parentHash);
  }
  return removed;
}

function requireBlock(store: Pick<Store, 'block'>, hash: Hex): Block {
  const block = store.block(hash);
  if (block !== undefined) return block;
  throw storeDamaged('a stored block’s ancestor');
}
