import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { Chain } from '../../chain/index.ts';
import { coinbaseOf, type Discipline } from '../discipline.ts';
import { malformed } from '../malformed.ts';
import { headerAlone } from '../sync/block-parts.ts';
import type { GossipVerdict } from './topic.ts';

export interface BlockCheckDependencies {
  readonly chain: Pick<Chain, 'head' | 'importBlock' | 'totalDifficultyOf' | 'verifyHeaders' | 'verifySeals'>;
  /** Block from RLP; throws on anything malformed. */
  readonly decodeBlock: (rlp: Uint8Array) => Block;
  readonly discipline: Discipline;
  /** The block's parent is unknown: fetch what lies between. */
  readonly onOrphan: (block: Block, peer: string) => void;
  /** The block is far from this node's head: its sender may know a longer chain. */
  readonly onFar: (peer: string) => void;
}

/** Blocks from the head within which an orphan is looked at; farther ones come with range sync, and could name any epoch. */
const NEAR_BLOCKS = 1024n;

/**
 * Imports a gossiped block; passed on once it stands in the store, whether or not it is on the canonical chain. Its header
 * and work are seen first: thousands of transactions are decoded for nobody who has not paid for them.
 */
export function createBlockCheck(dependencies: BlockCheckDependencies): (data: Uint8Array, peer: string) => Promise<GossipVerdict> {
  const { chain, decodeBlock, discipline, onOrphan, onFar } = dependencies;

  /** Whether the body is worth decoding. @throws RuleError */
  const isWorth = async (data: Uint8Array, peer: string): Promise<boolean> => {
    const bare = headerAlone(data, decodeBlock);
    const { header } = bare;
    if ((await chain.totalDifficultyOf(bytesToHex(header.hash()))) !== undefined) return false;
    if ((await chain.totalDifficultyOf(bytesToHex(header.parentHash))) !== undefined) {
      await chain.verifyHeaders([header], peer);
      return true;
    }
    const distance = header.number - chain.head().number;
    if (distance > NEAR_BLOCKS || distance < -NEAR_BLOCKS) {
      onFar(peer);
      return false;
    }
    await chain.verifySeals([bare], peer);
    return true;
  };

  return async (data, peer) => {
    try {
      if (!(await isWorth(data, peer))) return 'ignore';
      const block = decoded(data, decodeBlock);
      const outcome = await chain.importBlock(block, peer);
      if (outcome === 'orphan') onOrphan(block, peer);
      return outcome === 'canonical' || outcome === 'side' ? 'accept' : 'ignore';
    } catch (thrown) {
      return discipline.judge(thrown, { kind: 'block', peer, ...coinbaseOf(thrown) });
    }
  };
}

function decoded(data: Uint8Array, decodeBlock: (rlp: Uint8Array) => Block): Block {
  try {
    return decodeBlock(data);
  } catch (thrown) {
    throw malformed(thrown);
  }
}
