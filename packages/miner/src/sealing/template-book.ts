import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { sealHash } from '../consensus/index.ts';

/** A template that was handed out. Its facts outlive its block, so that late work can be told from unknown work. */
export interface HandedOut {
  readonly sealHash: Uint8Array;
  readonly blockNumber: bigint;
  readonly parent: Hex;
  readonly difficulty: bigint;
  /** Undefined once it is too old to be of use. */
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

/** Blocks with bodies; at one every three seconds more than ten minutes on one head fit. */
const MAX_BLOCKS = 64;
const MAX_REMEMBERED = 256;
/** A block may be an ommer of those up to six above it (yellow paper, 11.1), so work for the last seven heights is of use. */
const STALE_BLOCKS = 7n;

export function createTemplateBook(): TemplateBook {
  const templates = new Map<Hex, HandedOut>();
  const letGo = (count: number): void => {
    let over = [...templates.values()].filter(({ block }) => block !== undefined).length - count;
    for (const template of templates.values()) {
      if (over <= 0) break;
      if (template.block !== undefined) over--;
      template.block = undefined;
    }
  };
  return {
    add(block) {
      const { number: blockNumber, difficulty, parentHash } = block.header;
      const hash = sealHash(block.header);
      const key = bytesToHex(hash);
      const known = templates.get(key);
      if (known !== undefined) return Object.assign(known, { block });
      const template = { sealHash: hash, blockNumber, difficulty, parent: bytesToHex(parentHash), block, isSealed: false };
      templates.set(key, template);
      letGo(MAX_BLOCKS);
      const [oldest] = templates.keys();
      if (templates.size > MAX_REMEMBERED && oldest !== undefined) templates.delete(oldest);
      return template;
    },
    find: (hash) => templates.get(bytesToHex(hash)),
    headMoved(headNumber) {
      for (const template of templates.values()) if (template.blockNumber + STALE_BLOCKS <= headNumber + 1n) template.block = undefined;
    },
  };
}
