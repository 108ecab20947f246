import { peerIdFromString } from '@libp2p/peer-id';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Host } from './host.ts';

/** Closes all connections to a peer, in the background. */
export function createHangUp(host: Host, log: Logger): (peer: string) => void {
  return (peer) => {
    host
      .hangUp(peerIdFromString(peer))
      .catch((thrown: unknown) => log.debug({ peer }, `could not hang up: ${asMedrecError(thrown).message}`));
  };
}
