import { requireRemoteSealing } from '../../../remote-sealing/index.ts';
import { defineCallerMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** `[sealHash, seedHash, target, number]` of the block that is being sealed, as local threads mine it. */
export const ethGetWork = defineCallerMethod('eth_getWork', none, ({ remote }, _, caller) =>
  requireRemoteSealing(remote).getWork(caller.remote),
);
