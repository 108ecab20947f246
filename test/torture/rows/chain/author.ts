import { Worker } from 'node:worker_threads';

/** The thread that makes the chain. */
export interface Author {
  /** The next block's RLP, in order. */
  next(): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function startAuthor(dir: string, blocks: number): Author {
  const worker = new Worker(new URL('./author-worker.ts', import.meta.url), { workerData: { dir, blocks } });
  const made: Uint8Array[] = [];
  let taken = 0;
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  worker.on('message', (rlp: Uint8Array) => {
    made.push(rlp);
    wake();
  });
  worker.on('error', (error: Error) => {
    failure = error;
    wake();
  });
  return {
    async next() {
      while (made.length === 0 && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const rlp = made.shift();
      if (rlp === undefined) throw failure ?? new RangeError('the author made no block');
      taken++;
      worker.postMessage(taken);
      return rlp;
    },
    async close() {
      await worker.terminate();
    },
  };
}
