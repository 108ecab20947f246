import type { SubmitVerdict } from '../../sealing/index.ts';
import type { RemoteReason } from '../types.ts';

/** Whether a connection does honest work: a miner with a wrong dataset, or a bad will, sends nothing that is right. */
export interface Conduct {
  wrong(reason: RemoteReason): void;
  judged(verdict: SubmitVerdict): void;
  /** The count of wrong ones, which each right one halves, has come to the limit. */
  isSpent(): boolean;
}

/** None of these is wrong work: a refused block is the chain's doing, the others are a matter of speed. */
const BLAMELESS: ReadonlySet<RemoteReason> = new Set<RemoteReason>(['refused', 'busy', 'flood']);

export function createConduct(limit: number): Conduct {
  let wrong = 0;
  const onWrong = (reason: RemoteReason): void => {
    if (!BLAMELESS.has(reason)) wrong += 1;
  };
  return {
    wrong: onWrong,
    judged(verdict) {
      if (verdict.kind === 'rejected') onWrong(verdict.reason);
      if (verdict.kind === 'share' || verdict.kind === 'block') wrong = Math.floor(wrong / 2);
    },
    isSpent: () => wrong >= limit,
  };
}
