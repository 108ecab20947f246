import { RLP } from '@ethereumjs/rlp';
import { emptyTrie } from './trie.ts';

/** Root of the trie that maps rlp(i) to the i-th value: how a header commits to its transactions and receipts. */
export function indexedRoot(values: readonly Uint8Array[]): Uint8Array {
  const trie = emptyTrie();
  values.forEach((value, index) => {
    trie.put(RLP.encode(index), value);
  });
  return trie.root();
}
