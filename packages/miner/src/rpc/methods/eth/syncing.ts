import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

export const ethSyncing = defineMethod('eth_syncing', none, ({ peers }) => {
  const progress = peers.syncing();
  if (progress === undefined) return false;
  const { startingBlock, currentBlock, highestBlock } = progress;
  return { startingBlock: quantity(startingBlock), currentBlock: quantity(currentBlock), highestBlock: quantity(highestBlock) };
});
