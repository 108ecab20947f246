/** Blocks whose announcements are remembered at a time. Older ones are no longer announced, or not so often that it matters. */
const ROWS = 128;

/**
 * Tells announcements that the receiver is certain to ignore, because another one of the same block reaches it first: then it has asked
 * already. Leaving these out changes no result, only the number of events.
 */
export interface InvFilter {
  /** Room for a new block. */
  open(block: number): void;
  /** Whether an announcement that arrives at this time is the earliest so far; remembers it when it is. */
  isFirst(node: number, block: number, arrival: number): boolean;
}

export function createInvFilter(nodes: number): InvFilter {
  const earliest = new Float64Array(ROWS * nodes);
  const blockOf = new Int32Array(ROWS).fill(-1);
  return {
    open(block) {
      const row = block % ROWS;
      blockOf[row] = block;
      earliest.fill(Number.POSITIVE_INFINITY, row * nodes, (row + 1) * nodes);
    },
    isFirst(node, block, arrival) {
      const row = block % ROWS;
      if (blockOf[row] !== block) return true;
      const at = row * nodes + node;
      if (arrival >= (earliest[at] ?? 0)) return false;
      earliest[at] = arrival;
      return true;
    },
  };
}
