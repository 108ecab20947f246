import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { decodeNode, EMPTY_ID, EMPTY_ROOT, type LoadedNode, missingNode, type NodeId } from '../trie/index.ts';
import { resolveRecords } from './resolve-records.ts';
import type { FlatState, StateNodes, StateWrites } from './types.ts';

/** States in memory, for a genesis set-up and for runs that keep nothing. Grows with all that it is given. */
export interface MemoryState extends StateNodes {
  keep(outcome: { readonly stateRoot: Uint8Array; readonly writes: StateWrites }): void;
}

const NO_FLAT: FlatState = { account: () => undefined, slot: () => undefined, keepAccount: () => undefined, keepSlot: () => undefined };

export function createMemoryState(): MemoryState {
  const nodes: LoadedNode[] = [];
  const tops = new Map<Hex, NodeId>([[bytesToHex(EMPTY_ROOT), EMPTY_ID]]);
  const codes = new Map<Hex, Uint8Array>();
  return {
    flat: NO_FLAT,
    node(id) {
      const node = nodes[id - 1];
      if (!node) throw missingNode(id);
      return node;
    },
    topOf(stateRoot) {
      const top = tops.get(bytesToHex(stateRoot));
      if (top === undefined) throw missingNode(-1);
      return top;
    },
    code: (hash) => codes.get(bytesToHex(hash)),
    keep({ stateRoot, writes }) {
      const { records, top } = resolveRecords(writes, nodes.length + 1);
      for (const record of records) nodes.push(decodeNode(record));
      for (const [hash, code] of writes.codes) codes.set(hash, code);
      if (!equalBytes(stateRoot, EMPTY_ROOT)) tops.set(bytesToHex(stateRoot), top);
    },
  };
}
