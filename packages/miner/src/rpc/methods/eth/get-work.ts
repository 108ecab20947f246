import { requireRemoteSealing } from '../../../remote-sealing/index.ts';
import { defineMinerMethod } from '../../method.ts';
import { ignored } from '../../schemas.ts';

/** `[sealHash, seedHash, target, number]` of the block that is being sealed, as local threads mine it. */
export const ethGetWork = defineMinerMethod('eth_getWork', ignored, ({ remote }, _, caller) =>
  requireRemoteSealing(remote).getWork(caller.remote),
);
