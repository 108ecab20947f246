import { RLP } from '@ethereumjs/rlp';
import { keccak } from '@medrec/shared/bytes';
import { createTrie } from '../trie/index.ts';
import type { NodeReader } from '../types.ts';

/** A slot's value as its trie holds it: RLP of the number without leading zeros; an absent slot is zero. */
export function decodeSlot(rlp: Uint8Array | undefined): Uint8Array {
  return rlp ? (RLP.decode(rlp) as Uint8Array) : new Uint8Array(0);
}

/** Reads one slot under a storage root; the value has no leading zeros. @throws MedrecError `STATE_NODE_MISSING` */
export function readSlot(storageRoot: Uint8Array, slot: Uint8Array, nodes: NodeReader): Uint8Array {
  return decodeSlot(createTrie(storageRoot, nodes).get(keccak(slot)));
}
