import { RLP } from '@ethereumjs/rlp';
import { kernelKeccak as keccak } from '../../ethash/index.ts';
import type { LoadedNode, NodeId, TrieNode } from './node.ts';
import { type NodeRecord, type Raw, rawOf } from './node-codec.ts';

/** A node stands in its parent by hash, or whole when its encoding is shorter than a hash (yellow paper, appendix D). */
const INLINE_LIMIT_BYTES = 32;

/** Keccak-256 of a subtrie's top, which is hashed however short it is; each node below is encoded and hashed once. */
export function hashNode(node: TrieNode): Uint8Array {
  if (node.kind === 'hash') return node.hash;
  node.hash ??= keccak(encodingOf(node));
  return node.hash;
}

/**
 * The records of a subtrie's nodes that are not in the store yet, children before parents.
 * A link is the number of a stored node, or −(i + 1) for the i-th of `records`: numbers are given when they are stored.
 * @param tops is told the link of each trie that stands below a leaf
 * @returns the link to the top
 */
export function draftRecords(top: TrieNode, records: NodeRecord[], tops?: Map<TrieNode, NodeId>): NodeId {
  const draft = (node: TrieNode): NodeId => {
    if (node.kind === 'hash') return node.id;
    const links: NodeId[] = [];
    linkAll(node, links);
    return -records.push({ encoded: encodingOf(node), links });
  };
  const linkAll = (node: LoadedNode, links: NodeId[]): void => {
    if (node.kind === 'extension') linkTo(node.child, links);
    if (node.kind === 'branch') for (const child of node.children) if (child) linkTo(child, links);
    if (node.kind === 'leaf' && node.below !== undefined) links.push(typeof node.below === 'number' ? node.below : draftBelow(node.below));
  };
  /** An inlined child has no record; what it links to is linked from the node that holds it. */
  const linkTo = (child: TrieNode, links: NodeId[]): void => {
    if (child.kind === 'hash' || encodingOf(child).length >= INLINE_LIMIT_BYTES) links.push(draft(child));
    else linkAll(child, links);
  };
  const draftBelow = (below: TrieNode): NodeId => {
    const link = draft(below);
    tops?.set(below, link);
    return link;
  };
  return draft(top);
}

function encodingOf(node: LoadedNode): Uint8Array {
  node.encoded ??= RLP.encode(rawOf(node, referenceOf));
  return node.encoded;
}

/** A node's RLP, by which it is hashed. Of a stored node nothing is remembered: many share it. */
export function encodeNode(node: LoadedNode): Uint8Array {
  return node.encoded ?? RLP.encode(rawOf(node, referenceOf));
}

/** How a node stands in its parent. */
function referenceOf(child: TrieNode): Raw {
  if (child.kind === 'hash') return child.hash;
  return encodingOf(child).length < INLINE_LIMIT_BYTES ? rawOf(child, referenceOf) : hashNode(child);
}
