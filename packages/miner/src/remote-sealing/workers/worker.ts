import type { SubmitVerdict } from '../../sealing/index.ts';
import type { ProtocolName, RemoteReason, WorkerReport } from '../types.ts';
import { createRates } from './rates.ts';

/** One name under which solutions come, over as many connections as it likes. */
export interface Worker {
  readonly name: string;
  opened(protocol: ProtocolName): void;
  closed(): void;
  /** Something came of it. */
  seen(protocol?: ProtocolName): void;
  /** `hashes`: what a share took on average. */
  judged(verdict: SubmitVerdict, hashes: number): void;
  turnedAway(reason: RemoteReason): void;
  reportRate(id: string, hashesPerSecond: number): void;
  report(): WorkerReport;
}

export function createWorker(name: string, nowMs: () => number): Worker {
  const rates = createRates(nowMs);
  const rejected: Partial<Record<RemoteReason, number>> = {};
  const counts = { connections: 0, accepted: 0, stale: 0, blocks: 0 };
  let protocol: ProtocolName = 'getwork';
  let lastSeenMs = nowMs();

  const seen = (by?: ProtocolName): void => {
    protocol = by ?? protocol;
    lastSeenMs = nowMs();
  };
  const turnedAway = (reason: RemoteReason): void => {
    seen();
    rejected[reason] = (rejected[reason] ?? 0) + 1;
  };

  return {
    name,
    seen,
    turnedAway,
    opened(by) {
      seen(by);
      counts.connections += 1;
    },
    closed() {
      counts.connections -= 1;
    },
    judged(verdict, hashes) {
      seen();
      if (verdict.kind === 'rejected') return turnedAway(verdict.reason);
      if (verdict.kind === 'stale') {
        counts.stale += 1;
        return;
      }
      counts.accepted += 1;
      if (verdict.kind === 'block') counts.blocks += 1;
      rates.credit(hashes);
    },
    reportRate(id, hashesPerSecond) {
      seen();
      rates.report(id, hashesPerSecond);
    },
    report: () => ({
      ...{ name, protocol, ...counts, rejected: { ...rejected }, lastSeenMs },
      reportedHashRate: rates.reported(),
      measuredHashRate: rates.measured(),
    }),
  };
}
