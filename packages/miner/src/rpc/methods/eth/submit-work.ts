import { hexToBytes } from '@medrec/shared/bytes';
import { requireRemoteSealing } from '../../../remote-sealing/index.ts';
import { defineMinerMethod } from '../../method.ts';
import { hash, nonce, positional } from '../../schemas.ts';

/** `[nonce, sealHash, mixHash]` → whether it sealed a block. */
export const ethSubmitWork = defineMinerMethod(
  'eth_submitWork',
  positional(nonce, hash, hash),
  ({ remote }, [found, sealHash, mixHash], caller) =>
    requireRemoteSealing(remote).submitWork(caller.remote, hexToBytes(found), hexToBytes(sealHash), hexToBytes(mixHash)),
);
