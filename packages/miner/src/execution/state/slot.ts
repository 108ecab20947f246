import { RLP } from '@ethereumjs/rlp';

/** A slot's value as its trie holds it: RLP of the number without leading zeros; an absent slot is zero. */
export function decodeSlot(rlp: Uint8Array | undefined): Uint8Array {
  return rlp ? (RLP.decode(rlp) as Uint8Array) : new Uint8Array(0);
}
