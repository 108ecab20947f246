import type { Connection } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import { addressGroup } from './address-group.ts';
import { MAX_INBOUND_CONNECTIONS, MAX_INBOUND_PER_GROUP } from './limits.ts';

/** Whether one more may come in from there: the slots this node dials with are never among those given away. */
export function hasInboundRoom(connections: readonly Pick<Connection, 'direction' | 'remoteAddr'>[], from: Multiaddr): boolean {
  const inbound = connections.filter(({ direction }) => direction === 'inbound');
  if (inbound.length >= MAX_INBOUND_CONNECTIONS) return false;
  const group = addressGroup(from);
  return inbound.filter(({ remoteAddr }) => addressGroup(remoteAddr) === group).length < MAX_INBOUND_PER_GROUP;
}
