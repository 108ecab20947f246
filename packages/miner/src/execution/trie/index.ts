export { createTrie, EMPTY_ROOT, missingNode, type Trie } from './trie.ts';
export { indexedRoot } from './indexed-root.ts';
