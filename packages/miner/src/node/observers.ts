import type { NetworkObserver } from '../network/index.ts';
import type { RemoteObserver } from '../remote-sealing/index.ts';
import type { DispatchObserver } from '../rpc/index.ts';
import type { Metrics } from '../telemetry/index.ts';

/** The network's events as counters. */
export function networkObserver(metrics: Metrics): NetworkObserver {
  return {
    rejected: (kind, code) => metrics.rejected.inc({ kind, code }),
    banned: (code) => metrics.bans.inc({ code }),
    dropped: (kind) => metrics.gossipDropped.inc({ kind }),
    received: (kind) => metrics.gossipReceived.inc({ kind }),
    synced: (blocks) => metrics.blocksSynced.inc(blocks),
  };
}

export function rpcObserver(metrics: Metrics): DispatchObserver {
  return {
    called(method, outcome, seconds) {
      metrics.rpcCalls.inc({ method, outcome });
      metrics.rpcSeconds.observe({ method }, seconds);
    },
  };
}

export function remoteObserver(metrics: Metrics): RemoteObserver {
  return {
    submitted: (verdict, reason) => metrics.remoteShares.inc({ verdict, reason }),
    refused: (reason) => metrics.remoteRefused.inc({ reason }),
  };
}
