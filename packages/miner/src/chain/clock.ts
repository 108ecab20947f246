/** Time as a port, so that tests and the simulator can move it. */
export interface Clock {
  /** Unix milliseconds. */
  nowMs(): number;
  /** Runs once after the delay. Returns the function that cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The machine's clock; a waiting timer does not keep the process alive. */
export const systemClock: Clock = {
  nowMs: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Unix seconds, rounded down, as in a block's timestamp. */
export function nowSeconds(clock: Clock): bigint {
  return BigInt(Math.floor(clock.nowMs() / 1000));
}
