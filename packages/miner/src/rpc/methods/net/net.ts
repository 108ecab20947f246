import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

export const netVersion = defineMethod('net_version', none, ({ chain }) => String(chain.spec.config.chainId));
export const netListening = defineMethod('net_listening', none, () => true);
export const netPeerCount = defineMethod('net_peerCount', none, ({ peers }) => quantity(peers.count()));
