import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import { findBlock } from '../../find-block.ts';
import { formatBlock } from '../../format/block.ts';
import { defineMethod } from '../../method.ts';
import { blockTag, hash, positional } from '../../schemas.ts';
import type { RpcContext } from '../../types.ts';

const full = z.boolean().optional();

async function show({ chain }: RpcContext, block: Block | undefined, withTransactions: boolean | undefined): Promise<unknown> {
  if (block === undefined) return null;
  return formatBlock(block, await chain.totalDifficultyOf(bytesToHex(block.hash())), withTransactions ?? false);
}

export const ethGetBlockByNumber = defineMethod(
  'eth_getBlockByNumber',
  positional(blockTag, full),
  async (context, [tag, withTransactions]) => show(context, await findBlock(context.chain, tag), withTransactions),
);

export const ethGetBlockByHash = defineMethod(
  'eth_getBlockByHash',
  positional(hash, full),
  async (context, [blockHash, withTransactions]) => show(context, await context.chain.blockByHash(blockHash), withTransactions),
);
