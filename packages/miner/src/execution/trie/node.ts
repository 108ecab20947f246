import { MedrecError } from '@medrec/shared/errors';

/** Half-bytes, one per element. */
export type Nibbles = Uint8Array;

/**
 * A node's number in the store. Numbers are given in the order of writing and never again, so what stands under one
 * never changes; a hash would not tell two equal nodes of different age apart, and pruning has to. 0 is the empty trie.
 */
export type NodeId = number;

export const EMPTY_ID: NodeId = 0;

/** A subtrie that stands in the store and has not been read yet. */
export interface HashNode {
  readonly kind: 'hash';
  readonly hash: Uint8Array;
  readonly id: NodeId;
}
/** What hashing a node gave, kept with it: a node is never changed, only replaced. */
interface Hashed {
  encoded?: Uint8Array;
  hash?: Uint8Array;
}
export interface LeafNode extends Hashed {
  readonly kind: 'leaf';
  readonly path: Nibbles;
  readonly value: Uint8Array;
  /** Top of the trie whose root stands in the value: an account's storage. */
  readonly below?: NodeId | TrieNode | undefined;
}
export interface ExtensionNode extends Hashed {
  readonly kind: 'extension';
  readonly path: Nibbles;
  readonly child: TrieNode;
}
export interface BranchNode extends Hashed {
  readonly kind: 'branch';
  readonly children: readonly (TrieNode | undefined)[];
  /** Of the key that ends here. The state's keys have one length and RLP indexes are no starts of each other: neither has any. */
  readonly value?: Uint8Array | undefined;
}
export type LoadedNode = LeafNode | ExtensionNode | BranchNode;
export type TrieNode = HashNode | LoadedNode;

/** Reads nodes that stand in the store. */
export interface NodeSource {
  /** @throws MedrecError `STATE_NODE_MISSING`, `STATE_NODE_DAMAGED` */
  node(id: NodeId): LoadedNode;
}

export const BRANCH_WIDTH = 16;

export function toNibbles(key: Uint8Array): Nibbles {
  const nibbles = new Uint8Array(key.length * 2);
  for (let i = 0; i < key.length; i++) {
    const byte = key[i] as number;
    nibbles[2 * i] = byte >> 4;
    nibbles[2 * i + 1] = byte & 15;
  }
  return nibbles;
}

export function sharedLength(a: Nibbles, b: Nibbles): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}

export function equalPath(a: Nibbles, b: Nibbles): boolean {
  return a.length === b.length && sharedLength(a, b) === a.length;
}

export function missingNode(id: NodeId): MedrecError {
  return new MedrecError({
    code: 'STATE_NODE_MISSING',
    message: 'The state lacks a node that its root leads to.',
    facts: { node: id },
    remedy: 'The store is damaged: stop the node and run `medrec-miner db repair`.',
  });
}

export function damagedNode(reason: string): MedrecError {
  return new MedrecError({
    code: 'STATE_NODE_DAMAGED',
    message: 'A node of the state is damaged.',
    facts: { reason },
    remedy: 'The disk or the database failed: stop the node and run `medrec-miner db repair`.',
  });
}
