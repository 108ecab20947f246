import type { NodeId, NodeSource, TrieNode } from '../trie/index.ts';

/** Numbers of all stored nodes of a trie, from its top down; of the accounts' trie, their storage as well. */
export function* idsBelow(top: TrieNode | NodeId, source: NodeSource): Generator<NodeId> {
  const id = typeof top === 'number' ? top : top.kind === 'hash' ? top.id : undefined;
  if (id !== undefined) yield id;
  const node = id !== undefined ? source.node(id) : (top as Exclude<TrieNode, { kind: 'hash' }>);
  if (node.kind === 'leaf') {
    if (node.below !== undefined) yield* idsBelow(node.below, source);
  } else if (node.kind === 'extension') yield* idsBelow(node.child, source);
  else for (const child of node.children) if (child) yield* idsBelow(child, source);
}
