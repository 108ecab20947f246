import { requireRemoteSealing } from '../../../remote-sealing/index.ts';
import { defineMinerMethod } from '../../method.ts';
import { positional, quantity, text } from '../../schemas.ts';

/** `[rate, id]`: an outside miner's hashes per second, which count for ten seconds; the id tells machines apart. */
export const ethSubmitHashrate = defineMinerMethod('eth_submitHashrate', positional(quantity, text), ({ remote }, [rate, id], caller) => {
  requireRemoteSealing(remote).submitHashrate(caller.remote, Number(rate), id);
  return true;
});
