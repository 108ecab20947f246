import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { SubmitVerdict, WorkDesk } from '../../sealing/index.ts';
import type { RemoteObserver, RemoteReason } from '../types.ts';
import type { Worker } from '../workers/worker.ts';

export interface RemoteSolution {
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  /** 8 bytes, big-endian. */
  readonly nonce: Uint8Array;
  /** 32 bytes; some dialects do not send it. */
  readonly mixHash?: Uint8Array | undefined;
  /** 32 bytes; the block's where absent. */
  readonly shareTarget?: Uint8Array | undefined;
  /** Mean hashes to such a solution, for the measured rate. */
  readonly hashes: number;
}

/** The one way of outside solutions to the work desk: verified, counted, told. */
export interface Submissions {
  submit(worker: Worker, solution: RemoteSolution): Promise<SubmitVerdict>;
  /** Counts what was not worth a verification. */
  turnAway(worker: Worker, reason: RemoteReason): void;
}

export function createSubmissions(desk: WorkDesk, observer: RemoteObserver, log: Logger): Submissions {
  const judged = (worker: Worker, verdict: SubmitVerdict, hashes: number): SubmitVerdict => {
    worker.judged(verdict, hashes);
    observer.submitted(verdict.kind, verdict.kind === 'rejected' ? verdict.reason : 'none');
    if (verdict.kind === 'block') {
      const facts = { event: 'remote.sealed', worker: worker.name, block: verdict.hash, outcome: verdict.outcome };
      log.info(facts, `outside miner ${worker.name} sealed block ${verdict.hash.slice(0, 10)}…`);
    }
    return verdict;
  };
  return {
    async submit(worker, { hashes, mixHash, shareTarget, ...solution }) {
      try {
        const verdict = await desk.submit({
          ...solution,
          ...(mixHash ? { mixHash } : {}),
          ...(shareTarget ? { shareTarget } : {}),
          origin: worker.name,
        });
        return judged(worker, verdict, hashes);
      } catch (thrown) {
        log.error({ worker: worker.name, err: asMedrecError(thrown) }, 'an outside solution could not be judged');
        return judged(worker, { kind: 'rejected', reason: 'refused' }, hashes);
      }
    },
    turnAway(worker, reason) {
      worker.turnedAway(reason);
      observer.submitted('rejected', reason);
    },
  };
}
