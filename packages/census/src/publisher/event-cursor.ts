import type { HospitalChain } from './ports.ts';

/** Follows the chain's events block range by block range, looking twice at blocks that may still be undone. */
export interface EventCursor {
  /** Skips what is confirmed at the time of the call. */
  start(): Promise<void>;
  /** Calls with the range not yet looked at for good; a range whose reading fails comes again. */
  advance(read: (fromBlock: bigint, toBlock: bigint) => Promise<void>): Promise<void>;
}

export function createEventCursor(chain: HospitalChain): EventCursor {
  let next = 0n;
  let lastHead = -1n;
  const confirmed = (head: bigint): bigint => (head > chain.confirmations ? head - chain.confirmations : 0n);
  return {
    async start() {
      next = confirmed((await chain.head()).number);
    },
    async advance(read) {
      const { number } = await chain.head();
      if (number === lastHead) return;
      await read(next, number);
      lastHead = number;
      next = confirmed(number);
    },
  };
}
