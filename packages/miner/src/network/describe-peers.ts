import type { Host } from './host.ts';
import type { PeerBook } from './sync/peer-book.ts';

export interface PeerInfo {
  readonly peer: string;
  /** Multiaddr. */
  readonly address: string;
  readonly direction: 'inbound' | 'outbound';
  /** Of its head, once it has told. */
  readonly number?: bigint;
}

/** One entry a peer, however many connections it holds. */
export function describePeers(host: Host, book: PeerBook): PeerInfo[] {
  return host.getPeers().map((id) => {
    const connection = host.getConnections(id)[0];
    const status = book.statusOf(id.toString());
    return {
      peer: id.toString(),
      address: connection?.remoteAddr.toString() ?? '',
      direction: connection?.direction ?? 'outbound',
      ...(status ? { number: status.number } : {}),
    };
  });
}

/** Multiaddrs with `/p2p/<id>` of the peers this node dialled and that have told their status, the longest connected first. */
export function goodOutboundPeers(host: Host, book: PeerBook): string[] {
  const own = host
    .getConnections()
    .filter(({ direction, status, remotePeer }) => direction === 'outbound' && status === 'open' && book.statusOf(remotePeer.toString()));
  own.sort((a, b) => a.timeline.open - b.timeline.open);
  return own.map(({ remoteAddr, remotePeer }) => {
    const address = remoteAddr.toString();
    return address.includes('/p2p/') ? address : `${address}/p2p/${remotePeer}`;
  });
}
