import { MedrecError } from '@medrec/shared/errors';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

export const ethMining = defineMethod('eth_mining', none, ({ sealer }) => sealer?.isMining() ?? false);

/** The search threads' rate and what outside miners report of theirs. */
export const ethHashrate = defineMethod('eth_hashrate', none, ({ sealer, remote }) =>
  quantity(BigInt(Math.round((sealer?.hashRate() ?? 0) + (remote?.hashRate() ?? 0)))),
);

export const ethCoinbase = defineMethod('eth_coinbase', none, ({ sealer }) => {
  if (sealer !== undefined) return sealer.coinbase;
  throw new MedrecError({ code: 'NO_COINBASE', message: 'The node has no lab’s key.', remedy: 'Make one with `medrec-miner init`.' });
});
