import type { Hex } from '@medrec/shared/bytes';
import type { SealerView } from '../rpc/index.ts';
import type { Sealer, SealerStats } from '../sealing/index.ts';
import { formatSeconds } from '../telemetry/index.ts';
import type { NodeMiningControl } from './mining-control.ts';

const EXPLAINED: Readonly<Record<string, string>> = {
  SEALER_UNADMITTED: 'this lab’s account is not admitted at the head; the providers vote on it',
  ETHASH_MEMORY: 'there is not enough memory for the dataset; outside miners can be given work with `--threads 0`',
};

export interface SealerViewParts {
  readonly coinbase: Hex;
  readonly sealer: Sealer;
  readonly control: NodeMiningControl;
  /** `--no-mine` was given. */
  readonly isSwitchedOff: boolean;
  /** Why the sealer is not started yet. */
  holdReason(): string | undefined;
}

/** What RPC and metrics show of the lab's mining. */
export function createSealerView({ coinbase, sealer, control, isSwitchedOff, holdReason }: SealerViewParts): SealerView {
  const idleReason = (): string | undefined => {
    if (!control.isWanted()) return isSwitchedOff ? 'mining is switched off (--no-mine)' : 'mining was stopped by the operator';
    const stats = sealer.stats();
    if (stats.state === 'stopped') return holdReason() ?? 'mining has stopped';
    if (stats.state === 'preparing') return describePreparing(stats);
    // Idle without a reason is the moment between two blocks, in which the next is put together.
    return stats.reason && `${stats.reason}: ${EXPLAINED[stats.reason] ?? 'see the node’s log'}`;
  };
  return {
    coinbase,
    isMining: () => idleReason() === undefined,
    idleReason,
    hashRate: () => sealer.stats().hashesPerSecond.seconds60,
    stats: sealer.stats,
    control,
  };
}

function describePreparing({ dataset: { epoch, bytes, doneBytes, secondsLeft } }: SealerStats): string {
  const percent = bytes === undefined || doneBytes === undefined ? '' : `, ${Math.floor((doneBytes / bytes) * 100)} %`;
  const left = secondsLeft === undefined ? '' : `, ${formatSeconds(secondsLeft)} left`;
  return `the dataset${epoch === undefined ? '' : ` of epoch ${epoch}`} is being prepared${percent}${left}`;
}
