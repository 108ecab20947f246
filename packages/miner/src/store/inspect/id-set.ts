import type { NodeId } from '../../execution/index.ts';

/** Numbers of nodes, a bit each: a state of ten million nodes takes little more than a megabyte. */
export interface IdSet {
  has(id: NodeId): boolean;
  add(id: NodeId): void;
}

/** @param end the first number that cannot be in it */
export function createIdSet(end: NodeId): IdSet {
  const bits = new Uint8Array(Math.ceil(end / 8) + 1);
  return {
    has: (id) => ((bits[Math.floor(id / 8)] ?? 0) & (1 << (id % 8))) !== 0,
    add(id) {
      const at = Math.floor(id / 8);
      bits[at] = (bits[at] ?? 0) | (1 << (id % 8));
    },
  };
}
