import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { findBlock } from '../../find-block.ts';
import { formatTransaction } from '../../format/transaction.ts';
import { defineMethod } from '../../method.ts';
import { blockTag, hash, index, positional } from '../../schemas.ts';

function transactionIn(block: Block | undefined, at: number): unknown {
  const transaction = block?.transactions[at];
  if (block === undefined || transaction === undefined) return null;
  return formatTransaction(transaction, { blockHash: bytesToHex(block.hash()), blockNumber: block.header.number, index: at });
}

export const ethGetTransactionByHash = defineMethod(
  'eth_getTransactionByHash',
  positional(hash),
  async ({ chain, pool }, [transactionHash]) => {
    const place = await chain.placeOf(transactionHash);
    if (place !== undefined) return transactionIn(await chain.blockByHash(place.blockHash), place.index);
    const pooled = pool.get(transactionHash);
    return pooled ? formatTransaction(pooled.transaction, undefined) : null;
  },
);

export const ethGetTransactionByBlockHashAndIndex = defineMethod(
  'eth_getTransactionByBlockHashAndIndex',
  positional(hash, index),
  async ({ chain }, [blockHash, at]) => transactionIn(await chain.blockByHash(blockHash), at),
);

export const ethGetTransactionByBlockNumberAndIndex = defineMethod(
  'eth_getTransactionByBlockNumberAndIndex',
  positional(blockTag, index),
  async ({ chain }, [tag, at]) => transactionIn(await findBlock(chain, tag), at),
);
