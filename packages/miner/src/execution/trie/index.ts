export { draftRecords, encodeNode } from './hash-node.ts';
export { indexedRoot } from './indexed-root.ts';
export { EMPTY_ID, type HashNode, type LoadedNode, missingNode, type NodeId, type NodeSource, type TrieNode } from './node.ts';
export { decodeBareNode, decodeNode, decodeRecord, encodeRecord, type NodeRecord } from './node-codec.ts';
export { isPacked } from './packed-branch.ts';
export { prove } from './prove.ts';
export { createTrie, EMPTY_ROOT, emptyTrie, type LeafValue, type Trie } from './trie.ts';
