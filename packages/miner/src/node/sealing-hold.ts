import type { Network } from '../network/index.ts';

const POLL_MS = 250;
/** A node that finds no peer by then is the first of its network, or cut off: it mines. */
const PEER_WAIT_MS = 5000;

/** Holds the sealer back until the first sync has ended: a block on an old head would be work for nothing. */
export interface SealingHold {
  /** What is being waited for. */
  reason(): string | undefined;
  release(network: Pick<Network, 'peers' | 'syncing'>, hasPeers: boolean, start: () => void): void;
  cancel(): void;
}

export function createSealingHold(): SealingHold {
  let reason: string | undefined = 'the node is starting';
  let timer: NodeJS.Timeout | undefined;
  return {
    reason: () => reason,
    release(network, hasPeers, start) {
      const startedAt = performance.now();
      const isReady = (): boolean => {
        reason = 'the node looks for peers';
        const heardOfAHead = network.peers().some((peer) => peer.number !== undefined);
        if (hasPeers && !heardOfAHead && performance.now() - startedAt < PEER_WAIT_MS) return false;
        reason = 'the node catches up with its peers';
        return network.syncing() === undefined;
      };
      timer = setInterval(() => {
        if (!isReady()) return;
        clearInterval(timer);
        reason = undefined;
        start();
      }, POLL_MS);
    },
    cancel() {
      clearInterval(timer);
      reason = 'the node is stopping';
    },
  };
}
