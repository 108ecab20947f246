import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

export const ethChainId = defineMethod('eth_chainId', none, ({ chain }) => quantity(chain.spec.config.chainId));
