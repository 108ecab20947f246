/** Some times the longest single step, the cache, on a machine that has much else to do. */
export const STALL_LOOKS = 30;

export type StallChange = 'stalled' | 'goes-on';

/** Tells when a dataset's preparation stands still: a thread that waits for a disk or is stuck cannot say so itself. */
export interface StallWatch {
  /** Called each second. @param steps see `TaskBoard.steps` */
  look(steps: number): StallChange | undefined;
  isStalled(): boolean;
}

/** Counts looks and not time: after a machine's sleep the clock has moved and the threads have not. */
export function createStallWatch(): StallWatch {
  // The most there was: threads that die over and over and give their chunks back do nothing.
  let most = -1;
  let looks = 0;
  return {
    look(steps) {
      if (steps > most) {
        const change = looks >= STALL_LOOKS ? 'goes-on' : undefined;
        [most, looks] = [steps, 0];
        return change;
      }
      looks++;
      return looks === STALL_LOOKS ? 'stalled' : undefined;
    },
    isStalled: () => looks >= STALL_LOOKS,
  };
}
