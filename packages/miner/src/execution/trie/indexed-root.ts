import { RLP } from '@ethereumjs/rlp';
import { createTrie, EMPTY_ROOT } from './trie.ts';

/** Root of the trie that maps rlp(i) to the i-th value: how a header commits to its transactions and receipts. */
export function indexedRoot(values: readonly Uint8Array[]): Uint8Array {
  const trie = createTrie(EMPTY_ROOT, { get: () => undefined });
  values.forEach((value, index) => {
    trie.put(RLP.encode(index), value);
  });
  return trie.commit(new Map());
}
