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
