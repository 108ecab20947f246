import type { MiningControl } from '../rpc/index.ts';
import type { Sealer } from '../sealing/index.ts';

/** Brings together what the operator wants and when the node is ready for it. */
export interface NodeMiningControl extends MiningControl {
  /** The first sync has ended: mining begins, if it is wanted. */
  release(): Promise<void>;
  /** For good: the node stops. */
  close(): Promise<void>;
  isWanted(): boolean;
}

export function createMiningControl(sealer: Sealer, isWantedAtFirst: boolean): NodeMiningControl {
  let isWanted = isWantedAtFirst;
  let isReleased = false;
  let isClosed = false;
  let last: Promise<void> = Promise.resolve();

  // One after another: threads that are ending hold the memory that new ones want.
  const step = (): Promise<void> | void => (isWanted && isReleased && !isClosed ? sealer.start() : sealer.stop());
  // One after another: threads that are ending hold the memory that new ones want. Each caller hears of its own step's failure.
  const apply = (): Promise<void> => {
    last = last.then(step, step);
    return last;
  };

  return {
    start() {
      isWanted = true;
      return apply();
    },
    stop() {
      isWanted = false;
      return apply();
    },
    release() {
      isReleased = true;
      return apply();
    },
    close() {
      isClosed = true;
      return apply();
    },
    setThreads: sealer.setThreads,
    setIntensity: sealer.setIntensity,
    isWanted: () => isWanted,
  };
}
