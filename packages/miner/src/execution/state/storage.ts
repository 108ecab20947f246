import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { kernelKeccak as keccak } from '../../ethash/index.ts';
import { createTrie, type HashNode, type NodeId, type Trie } from '../trie/index.ts';
import { decodeSlot } from './slot.ts';
import type { StateNodes } from './types.ts';

/** One contract's slots: what the trie holds, and what was written over it. Values without leading zeros. */
export interface Storage {
  readonly trie: Trie;
  /** The stored trie it began from; undefined where it began empty. */
  readonly origin: HashNode | undefined;
  readonly written: Map<Hex, Uint8Array>;
  read(slot: Hex): Uint8Array;
}

/** @param top of the state, for what is in memory of it */
export function createStorage(address: Hex, origin: HashNode | undefined, nodes: StateNodes, top: NodeId): Storage {
  const trie = createTrie(origin, nodes);
  const seen = new Map<Hex, Uint8Array>();
  const written = new Map<Hex, Uint8Array>();
  // Only what began from a stored trie may be looked up in memory: a storage that was dropped has its old slots there.
  const flat = origin && nodes.flat;
  return {
    ...{ trie, origin, written },
    read(slot) {
      const known = written.get(slot) ?? seen.get(slot);
      if (known) return known;
      let value = flat?.slot(top, address, slot);
      if (value === undefined) {
        value = decodeSlot(trie.get(keccak(hexToBytes(slot)))?.value);
        flat?.keepSlot(top, address, slot, value);
      }
      seen.set(slot, value);
      return value;
    },
  };
}
