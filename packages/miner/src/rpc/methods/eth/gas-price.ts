import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** There is no ether: the only valid price is 0. */
export const ethGasPrice = defineMethod('eth_gasPrice', none, () => '0x0');
