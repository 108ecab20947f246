import type { BlockSummary } from './node-schemas.ts';

/**
 * Polls the head and tells of each change. A node that does not answer is asked again at the next interval: whoever
 * acts on a head asks the node for more, and learns there that it is gone.
 * @returns a function that stops it.
 */
export function followHead(head: () => Promise<BlockSummary>, listener: (head: BlockSummary) => void, intervalMs: number): () => void {
  let last: string | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const seen = await head().catch(() => undefined);
    if (stopped) return;
    timer = setTimeout(look, intervalMs);
    if (seen === undefined || seen.hash === last) return;
    last = seen.hash;
    listener(seen);
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
