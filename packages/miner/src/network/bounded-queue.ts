export interface BoundedQueueOptions {
  readonly limit: number;
  readonly limitPerPeer: number;
  /** Tasks that run at the same time. */
  readonly concurrency: number;
}

/**
 * Work waiting to be done for peers. Gossip has no validation queue of its own: without a bound, 3,000 messages are
 * 3,000 concurrent validations. The newest are dropped, and no peer may fill the queue alone.
 */
export interface BoundedQueue {
  /** The task's result, or undefined when there was no room for it. */
  run<T>(peer: string, task: () => Promise<T>): Promise<T | undefined>;
  length(): number;
}

export function createBoundedQueue({ limit, limitPerPeer, concurrency }: BoundedQueueOptions): BoundedQueue {
  const waiting: (() => void)[] = [];
  const perPeer = new Map<string, number>();
  let running = 0;

  const leave = (peer: string): void => {
    const left = (perPeer.get(peer) ?? 1) - 1;
    if (left > 0) perPeer.set(peer, left);
    else perPeer.delete(peer);
    const next = waiting.shift();
    if (next)
      next(); // the slot passes on without a gap, so that nobody slips in between
    else running -= 1;
  };

  return {
    async run(peer, task) {
      const held = perPeer.get(peer) ?? 0;
      if (waiting.length >= limit || held >= limitPerPeer) return undefined;
      perPeer.set(peer, held + 1);
      if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await task();
      } finally {
        leave(peer);
      }
    },
    length: () => waiting.length + running,
  };
}
