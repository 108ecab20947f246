import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import type { Host } from '../host.ts';
import { MAX_BLOCKS_REQUEST_BYTES, MAX_BLOCKS_RESPONSE_BYTES } from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type BlocksRequest, decodeBlocks, encodeBlocksRequest } from './blocks-codec.ts';
import { type ExchangeLimits, request } from './exchange.ts';

/** A peer's blocks, decoded and shown to be what was asked for, but not yet checked by any chain rule. */
export interface BlockSource {
  /** Ascending from that number; shorter than `count` at the peer's head or at the response cap. @throws see `request` */
  byNumber(peer: string, number: bigint, count: number): Promise<Block[]>;
  /** Descending from that block. */
  byHash(peer: string, hash: Hex, count: number): Promise<Block[]>;
}

export function blocksLimits(names: ProtocolNames): ExchangeLimits {
  return { protocol: names.blocks, maxRequestBytes: MAX_BLOCKS_REQUEST_BYTES, maxResponseBytes: MAX_BLOCKS_RESPONSE_BYTES };
}

export function createBlockSource(host: Host, names: ProtocolNames, decodeBlock: (rlp: Uint8Array) => Block): BlockSource {
  const limits = blocksLimits(names);
  const fetch = async (peer: string, wanted: BlocksRequest): Promise<Block[]> =>
    decodeBlocks(await request(host, peer, limits, encodeBlocksRequest(wanted)), wanted.count, decodeBlock);
  return {
    async byNumber(peer, number, count) {
      const blocks = await fetch(peer, { from: { number }, count });
      if (blocks[0] !== undefined && blocks[0].header.number !== number) throw wrongBlocks(peer);
      // The peer may have reorganised while it read: no fault, but these blocks do not form a chain.
      if (!isLinked(blocks))
        throw new MedrecError({ code: 'PEER_FAILED', message: 'The peer’s blocks do not follow one another.', facts: { peer } });
      return blocks;
    },
    async byHash(peer, hash, count) {
      const blocks = await fetch(peer, { from: { hash }, count });
      if (blocks[0] !== undefined && bytesToHex(blocks[0].hash()) !== hash) throw wrongBlocks(peer);
      if (!isLinked([...blocks].reverse())) throw wrongBlocks(peer);
      return blocks;
    },
  };
}

function isLinked(ascending: readonly Block[]): boolean {
  return ascending.every((block, at) => {
    const parent = ascending[at - 1];
    return parent === undefined || Buffer.compare(block.header.parentHash, parent.hash()) === 0;
  });
}

function wrongBlocks(peer: string): RuleError {
  return new RuleError({
    code: 'RESPONSE_WRONG',
    message: 'The peer answered with other blocks than were asked for.',
    verdict: 'penalise',
    facts: { peer },
  });
}
