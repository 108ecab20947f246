import type { Block } from '@ethereumjs/block';
import type { Chain } from '../../chain/index.ts';
import type { Discipline } from '../discipline.ts';
import { malformed } from '../malformed.ts';
import type { GossipVerdict } from './topic.ts';

export interface BlockCheckDependencies {
  readonly chain: Pick<Chain, 'importBlock'>;
  /** Block from RLP; throws on anything malformed. */
  readonly decodeBlock: (rlp: Uint8Array) => Block;
  readonly discipline: Discipline;
  /** The block's parent is unknown: fetch what lies between. */
  readonly onOrphan: (block: Block, peer: string) => void;
}

/** Imports a gossiped block; passed on once it stands in the store, whether or not it is on the canonical chain. */
export function createBlockCheck(dependencies: BlockCheckDependencies): (data: Uint8Array, peer: string) => Promise<GossipVerdict> {
  const { chain, decodeBlock, discipline, onOrphan } = dependencies;
  return async (data, peer) => {
    let block: Block;
    try {
      block = decodeBlock(data);
    } catch (thrown) {
      return discipline.judge(malformed(thrown), { kind: 'block', peer });
    }
    try {
      const outcome = await chain.importBlock(block, peer);
      if (outcome === 'orphan') onOrphan(block, peer);
      return outcome === 'canonical' || outcome === 'side' ? 'accept' : 'ignore';
    } catch (thrown) {
      return discipline.judge(thrown, { kind: 'block', peer, coinbase: block.header.coinbase.toString() });
    }
  };
}
