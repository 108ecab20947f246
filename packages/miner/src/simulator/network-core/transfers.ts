import type { Topology } from './topology.ts';

export interface TransferOptions {
  /** Bytes. */
  readonly blockBytes: number;
  readonly compactBytes: number;
  /** Share of nodes that speak compact blocks. */
  readonly compactShare: number;
  /** How often a compact block lacks transactions that the receiver must ask for. */
  readonly compactFailure: number;
  /** Share of the block's bytes that are asked for then. */
  readonly failureBytesShare: number;
  /** Milliseconds for checking a block before it is sent on. */
  readonly processingMs: number;
}

/** SimBlock's figures for well-connected nodes (Nagayama et al., *Identifying impacts of protocol and internet development*, 2020). */
export const BITCOIN_TRANSFERS: TransferOptions = {
  blockBytes: 535_000,
  compactBytes: 18_000,
  compactShare: 0.964,
  compactFailure: 0.13,
  failureBytesShare: 0.1,
  processingMs: 2,
};

/** Each node sends one block at a time: its line is the bottleneck when many ask at once. */
export interface Transfers {
  /** When the last bit of a block, with missing ancestors, has left. */
  sendBlock(edge: number, now: number, blocks: number): number;
  sendRest(edge: number, now: number): number;
  /** Whether the block that came by this edge was compact and incomplete. */
  lacksTransactions(edge: number, block: number): boolean;
}

const TWO_32 = 2 ** 32;

export function createTransfers({ nodes, from, to, bitsPerMs }: Topology, options: TransferOptions, seed: number): Transfers {
  const busyUntil = new Float64Array(nodes);
  const compact = Uint8Array.from({ length: nodes }, (_, node) => (hash(node, seed, 1) < options.compactShare ? 1 : 0));
  const isCompact = (edge: number): boolean => compact[from[edge] ?? 0] === 1 && compact[to[edge] ?? 0] === 1;

  function send(edge: number, now: number, bytes: number): number {
    const sender = from[edge] ?? 0;
    const start = Math.max(now, busyUntil[sender] ?? 0);
    const end = start + (bytes * 8) / (bitsPerMs[edge] ?? 1) + options.processingMs;
    busyUntil[sender] = end;
    return end;
  }

  return {
    sendBlock: (edge, now, blocks) => send(edge, now, Math.max(1, blocks) * (isCompact(edge) ? options.compactBytes : options.blockBytes)),
    sendRest: (edge, now) => send(edge, now, options.blockBytes * options.failureBytesShare),
    lacksTransactions: (edge, block) => isCompact(edge) && hash(edge, seed, block + 2) < options.compactFailure,
  };
}

/** Uniform in [0, 1), the same for the same three numbers. */
function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a ^ Math.imul(c, 0x9e3779b1) ^ b, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / TWO_32;
}
