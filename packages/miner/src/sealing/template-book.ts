import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { sealHash } from '../consensus/index.ts';
import { createKeptBlocks } from './kept-blocks.ts';

/** A template that was handed out. Its facts outlive its block, so that late work can be told from unknown work. */
export interface HandedOut {
  readonly sealHash: Uint8Array;
  readonly blockNumber: bigint;
  readonly parent: Hex;
  readonly difficulty: bigint;
  /** Undefined once it is too old to be of use, or had to make room. */
  block: Block | undefined;
  /** A right solution came for it already. */
  isSealed: boolean;
}

/** Templates by seal hash: a solution for an older one on the same head is as good, one for an older head may be an ommer. */
export interface TemplateBook {
  add(template: Block): HandedOut;
  /** @param sealHash 32 bytes */
  find(sealHash: Uint8Array): HandedOut | undefined;
  /** Lets go of blocks that could no longer become ommers of the next block. */
  headMoved(headNumber: bigint): void;
}

/**
 * Blocks with bodies, of the last seven heights together. On one head that is fifty minutes of renewals each three seconds, and
 * eight minutes where transactions never cease to come, which renews the work twice a second.
 */
const MAX_BLOCKS = 1024;
/** Reached before the number is only where the pool is another one with every template. */
const MAX_BYTES = 64 * 2 ** 20;
/** Facts without a block. */
const MAX_PAST = 256;
/** A block may be an ommer of those up to six above it (yellow paper, 11.1), so work for the last seven heights is of use. */
const STALE_BLOCKS = 7n;

export function createTemplateBook(): TemplateBook {
  const templates = new Map<Hex, HandedOut>();
  const past = new Set<Hex>();
  const kept = createKeptBlocks();

  const letGo = (key: Hex, template: HandedOut): void => {
    if (template.block === undefined) return;
    kept.remove(template.block);
    template.block = undefined;
    past.add(key);
    const [oldest] = past;
    if (past.size <= MAX_PAST || oldest === undefined) return;
    past.delete(oldest);
    templates.delete(oldest);
  };
  const makeRoom = (): void => {
    for (const [key, template] of templates) {
      // One stays, however large it is: it is the present work.
      if (kept.count() <= 1 || (kept.count() <= MAX_BLOCKS && kept.bytes() <= MAX_BYTES)) break;
      letGo(key, template);
    }
  };
  const keep = (key: Hex, template: HandedOut, block: Block): HandedOut => {
    if (template.block !== undefined) kept.remove(template.block);
    template.block = block;
    past.delete(key);
    templates.delete(key);
    templates.set(key, template); // at the end: the newest
    kept.add(block);
    makeRoom();
    return template;
  };

  return {
    add(block) {
      const { number: blockNumber, difficulty, parentHash } = block.header;
      const hash = sealHash(block.header);
      const key = bytesToHex(hash);
      const fresh = { sealHash: hash, blockNumber, difficulty, parent: bytesToHex(parentHash), block: undefined, isSealed: false };
      return keep(key, templates.get(key) ?? fresh, block);
    },
    find: (hash) => templates.get(bytesToHex(hash)),
    headMoved(headNumber) {
      for (const [key, template] of templates) if (template.blockNumber + STALE_BLOCKS <= headNumber + 1n) letGo(key, template);
    },
  };
}
