import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { Chain } from '../../chain/index.ts';
import { MAX_BLOCKS_RESPONSE_BYTES } from '../limits.ts';
import { type BlocksRequest, decodeBlocksRequest, encodeBlocks } from './blocks-codec.ts';

const LIST_OVERHEAD_BYTES = 16;

/** As many of the asked-for blocks as the response cap allows, from the named one down; none when it is unknown. */
export async function answerBlocks(chain: Pick<Chain, 'blockByHash'>, payload: Uint8Array): Promise<Uint8Array> {
  const wanted = decodeBlocksRequest(payload);
  const answer: Uint8Array[] = [];
  let bytes = LIST_OVERHEAD_BYTES;
  let last: Block | undefined;
  while (answer.length < wanted.count) {
    last = await nextBlock(chain, wanted, last);
    if (last === undefined) break;
    const rlp = last.serialize();
    bytes += rlp.length + LIST_OVERHEAD_BYTES;
    if (bytes > MAX_BLOCKS_RESPONSE_BYTES) break;
    answer.push(rlp);
  }
  return encodeBlocks(answer);
}

async function nextBlock(chain: Pick<Chain, 'blockByHash'>, { from }: BlocksRequest, last: Block | undefined): Promise<Block | undefined> {
  if (last === undefined) return chain.blockByHash(from);
  return last.header.number === 0n ? undefined : chain.blockByHash(bytesToHex(last.header.parentHash));
}
