import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

export const ethBlockNumber = defineMethod('eth_blockNumber', none, ({ chain }) => quantity(chain.head().number));
