import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { Host } from '../host.ts';
import { MAX_BLOCKS_REQUEST_BYTES, MAX_BLOCKS_RESPONSE_BYTES } from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { decodeBlocks, encodeBlocksRequest } from './blocks-codec.ts';
import { type ExchangeLimits, request } from './exchange.ts';
import { wrongAnswer } from './refusals.ts';

/** A peer's blocks, decoded and shown to be what was asked for, but not yet checked by any chain rule. */
export interface BlockSource {
  /** Descending from that block; shorter than `count` at the response cap. @throws see `request` */
  byHash(peer: string, hash: Hex, count: number): Promise<Block[]>;
}

export function blocksLimits(names: ProtocolNames): ExchangeLimits {
  return { protocol: names.blocks, maxRequestBytes: MAX_BLOCKS_REQUEST_BYTES, maxResponseBytes: MAX_BLOCKS_RESPONSE_BYTES };
}

export function createBlockSource(host: Host, names: ProtocolNames, decodeBlock: (rlp: Uint8Array) => Block): BlockSource {
  const limits = blocksLimits(names);
  return {
    async byHash(peer, hash, count) {
      const blocks = decodeBlocks(await request(host, peer, limits, encodeBlocksRequest({ from: hash, count })), count, decodeBlock);
      if (blocks[0] !== undefined && bytesToHex(blocks[0].hash()) !== hash) throw wrongAnswer(peer, 'blocks');
      if (!isLinked([...blocks].reverse())) throw wrongAnswer(peer, 'blocks');
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
