import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { Clock } from './clock.ts';
import type { ReceivedBlock } from './orphan-pool.ts';

/** Valid blocks from a clock ahead of ours, held back until their time has come. */
export interface FutureBlocks {
  /** False when there is no room; the block is then forgotten. */
  hold(received: ReceivedBlock, delayMs: number): boolean;
  close(): void;
}

export function createFutureBlocks(maxBlocks: number, clock: Clock, retry: (received: ReceivedBlock) => void): FutureBlocks {
  const cancels = new Map<Hex, () => void>();
  return {
    hold(received, delayMs) {
      const hash = bytesToHex(received.block.hash());
      if (cancels.has(hash)) return true;
      if (cancels.size >= maxBlocks) return false;
      const cancel = clock.after(delayMs, () => {
        cancels.delete(hash);
        retry(received);
      });
      cancels.set(hash, cancel);
      return true;
    },
    close() {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
