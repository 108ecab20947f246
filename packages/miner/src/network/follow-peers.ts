import type { Logger } from '@medrec/shared/log';
import { shortPeer } from './discipline.ts';
import type { Host } from './host.ts';

export interface PeerListeners {
  readonly onConnect: (peer: string) => void;
  readonly onLeave: (peer: string) => void;
}

/** Tells when a peer's first connection opens and its last one closes. */
export function followPeers(host: Host, log: Logger, { onConnect, onLeave }: PeerListeners): void {
  const tell = (peer: string, what: string): void => {
    const peers = host.getPeers().length;
    log.info({ event: `peer.${what}`, peer, peers }, `peer ${shortPeer(peer)} ${what} (${peers} connected)`);
  };
  host.addEventListener('peer:connect', ({ detail }) => {
    tell(detail.toString(), 'joined');
    onConnect(detail.toString());
  });
  host.addEventListener('peer:disconnect', ({ detail }) => {
    tell(detail.toString(), 'left');
    onLeave(detail.toString());
  });
}
