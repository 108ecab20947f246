import type { Hex } from '@medrec/shared/bytes';
import type { SealerView } from '../rpc/index.ts';
import type { Sealer } from '../sealing/index.ts';

const EXPLAINED: Readonly<Record<string, string>> = {
  SEALER_UNADMITTED: 'this lab’s account is not admitted at the head; the providers vote on it',
};

/** What RPC and metrics show of the lab's mining; `holdReason` says why the sealer is not started yet. */
export function createSealerView(coinbase: Hex, sealer: Sealer | undefined, holdReason: () => string | undefined): SealerView {
  const idleReason = (): string | undefined => {
    if (sealer === undefined) return 'mining is switched off (--no-mine)';
    const { state, reason } = sealer.stats();
    if (state === 'stopped') return holdReason() ?? 'mining has stopped';
    // Idle without a reason is the moment between two blocks, in which the next is put together.
    return reason && `${reason}: ${EXPLAINED[reason] ?? 'see the node’s log'}`;
  };
  return {
    coinbase,
    isMining: () => idleReason() === undefined,
    idleReason,
    hashRate: () => sealer?.stats().hashesPerSecond.seconds60 ?? 0,
  };
}
