import { encodeNode } from './hash-node.ts';
import { type LoadedNode, type NodeSource, sharedLength, type TrieNode, toNibbles } from './node.ts';
import { childAt } from './packed-branch.ts';

/**
 * The encoded nodes on a key's way from the root, as far as it goes (EIP-1186): with them anyone who knows the root can
 * read the value, or see that there is none. Nodes that stand whole in their parent are not repeated; an empty trie has none.
 * @throws MedrecError `STATE_NODE_MISSING`
 */
export function prove(top: TrieNode | undefined, key: Uint8Array, source: NodeSource): Uint8Array[] {
  const proof: Uint8Array[] = [];
  let path = toNibbles(key);
  for (let node = top; node; ) {
    const here: LoadedNode = node.kind === 'hash' ? source.node(node.id) : node;
    if (node.kind === 'hash') proof.push(encodeNode(here));
    if (here.kind === 'leaf') break;
    if (here.kind === 'extension') {
      if (sharedLength(here.path, path) < here.path.length) break;
      path = path.subarray(here.path.length);
      node = here.child;
    } else {
      if (path.length === 0) break;
      node = childAt(here, path[0] as number);
      path = path.subarray(1);
    }
  }
  return proof;
}
