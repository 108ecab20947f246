import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { Store } from '../store/index.ts';
import type { BlockPoint } from './finality.ts';
import { chooseFork, type ForkRules } from './fork-choice.ts';
import type { Head, HeadChange } from './types.ts';

/** Branches longer than this above a certified block are not searched; their next block brings them forward anyway. */
const SEARCHED_BLOCKS = 10_000n;

/**
 * The change that brings the certified block onto the canonical chain, to the heaviest of its stored descendants.
 * Undefined when it is there already, has not arrived, or no rule allows the change. Nothing is written.
 */
export async function changeToCertified(
  point: BlockPoint,
  head: Head,
  store: Pick<Store, 'header' | 'block' | 'canonicalHash' | 'totalDifficulty' | 'hashesBetween' | 'hasState'>,
  rules: ForkRules,
): Promise<HeadChange | undefined> {
  if (!store.hasState(point.hash) || store.canonicalHash(point.number) === point.hash) return undefined;
  const tip = await heaviestDescendant(point, store);
  const totalDifficulty = store.totalDifficulty(bytesToHex(tip.hash())) ?? 0n;
  const fork = chooseFork(store, head, tip, totalDifficulty, rules);
  if (fork.kind !== 'canonical') return undefined;
  return { ...fork.change, head: { hash: bytesToHex(tip.hash()), number: tip.header.number, totalDifficulty, header: tip.header } };
}

async function heaviestDescendant(
  point: BlockPoint,
  store: Pick<Store, 'header' | 'block' | 'totalDifficulty' | 'hashesBetween' | 'hasState'>,
): Promise<Block> {
  const family = new Set<Hex>([point.hash]);
  let best = point.hash;
  // Ascending by number, so that a parent is met before its children.
  for (const hash of await store.hashesBetween(point.number + 1n, point.number + SEARCHED_BLOCKS)) {
    const header = store.header(hash);
    if (header === undefined || !family.has(bytesToHex(header.parentHash)) || !store.hasState(hash)) continue;
    family.add(hash);
    if ((store.totalDifficulty(hash) ?? 0n) > (store.totalDifficulty(best) ?? 0n)) best = hash;
  }
  return store.block(best) as Block;
}
