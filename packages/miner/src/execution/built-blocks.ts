import type { Block } from '@ethereumjs/block';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { sealHash } from '../consensus/index.ts';
import type { BlockResult, BlockTemplate } from './types.ts';

/** Templates of the last seconds: more than the search ever works on at once. */
const KEPT = 8;

/**
 * What building a block here has computed, so that its import after the search need not execute it again. The seal hash
 * commits to parent, transactions, ommers and state root; the body is compared as well, because whether it is the header's
 * is not this room's to check.
 */
export interface BuiltBlocks {
  keep(template: BlockTemplate): void;
  get(block: Block): BlockResult | undefined;
}

export function createBuiltBlocks(): BuiltBlocks {
  const templates = new Map<Hex, BlockTemplate>();
  return {
    keep(template) {
      templates.set(bytesToHex(sealHash(template.block.header)), template);
      for (const oldest of templates.keys()) {
        if (templates.size <= KEPT) break;
        templates.delete(oldest);
      }
    },
    get(block) {
      const template = templates.get(bytesToHex(sealHash(block.header)));
      return template && hasSameBody(template.block, block) ? template.result : undefined;
    },
  };
}

function hasSameBody(a: Block, b: Block): boolean {
  const isSame = (left: readonly Hashed[], right: readonly Hashed[]): boolean =>
    left.length === right.length && left.every((item, at) => equalBytes(item.hash(), right[at]?.hash() ?? new Uint8Array()));
  return isSame(a.transactions, b.transactions) && isSame(a.uncleHeaders, b.uncleHeaders);
}

interface Hashed {
  hash(): Uint8Array;
}
