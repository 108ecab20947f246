export { indexedRoot } from './indexed-root.ts';
export { createTrie, EMPTY_ROOT, missingNode, type Trie } from './trie.ts';
