import { KECCAK256_RLP } from '@ethereumjs/util';
import { concatBytes, equalBytes } from '@medrec/shared/bytes';
import { hashNode } from './hash-node.ts';
import {
  BRANCH_WIDTH,
  type BranchNode,
  type ExtensionNode,
  equalPath,
  type LeafNode,
  type LoadedNode,
  missingNode,
  type Nibbles,
  type NodeId,
  type NodeSource,
  sharedLength,
  type TrieNode,
  toNibbles,
} from './node.ts';
import { childAt } from './packed-branch.ts';

export const EMPTY_ROOT: Uint8Array = KECCAK256_RLP;

/**
 * A Merkle Patricia trie that hashes only when asked: changes gather in memory and each changed node is encoded once.
 * Reads are synchronous; a node that the store should have and has not is an error, never an empty value.
 */
export interface Trie {
  /** @throws MedrecError `STATE_NODE_MISSING` */
  get(key: Uint8Array): LeafValue | undefined;
  /** An empty value is the same as `del`. `below`: see `LeafNode`. */
  put(key: Uint8Array, value: Uint8Array, below?: NodeId | TrieNode): void;
  del(key: Uint8Array): void;
  /** The root over all that was put so far. */
  root(): Uint8Array;
  /** Undefined when nothing is in it. */
  top(): TrieNode | undefined;
  /** Stored nodes that the trie held when it was opened and holds no more. */
  readonly stale: readonly NodeId[];
}

export interface LeafValue {
  readonly value: Uint8Array;
  readonly below?: NodeId | TrieNode | undefined;
}

/** A trie whose top stands in the store, or an empty one. */
export function createTrie(top: TrieNode | undefined, source: NodeSource): Trie {
  let at = top;
  const stale: NodeId[] = [];
  const edit: Edit = {
    load: (node) => (node.kind === 'hash' ? source.node(node.id) : node),
    drop(node) {
      if (node.kind === 'hash') stale.push(node.id);
    },
  };
  return {
    stale,
    get: (key) => at && find(at, toNibbles(key), source),
    put(key, value, below) {
      at = value.length === 0 ? remove(at, toNibbles(key), edit) : insert(at, toNibbles(key), { value, below }, edit);
    },
    del(key) {
      at = remove(at, toNibbles(key), edit);
    },
    root: () => (at ? hashNode(at) : EMPTY_ROOT),
    top: () => at,
  };
}

const NO_NODES: NodeSource = {
  node(id) {
    throw missingNode(id);
  },
};

/** A trie that starts from nothing. */
export function emptyTrie(): Trie {
  return createTrie(undefined, NO_NODES);
}

interface Edit {
  load(node: TrieNode): LoadedNode;
  /** The node is replaced and in the trie no more. */
  drop(node: TrieNode): void;
}

function find(top: TrieNode, key: Nibbles, source: NodeSource): LeafValue | undefined {
  let node: TrieNode | undefined = top;
  for (let depth = 0; node; ) {
    const here: LoadedNode = node.kind === 'hash' ? source.node(node.id) : node;
    const path = key.subarray(depth);
    if (here.kind === 'leaf') return equalPath(here.path, path) ? here : undefined;
    if (here.kind === 'extension') {
      if (sharedLength(here.path, path) < here.path.length) return undefined;
      depth += here.path.length;
      node = here.child;
    } else {
      if (path.length === 0) return here.value && { value: here.value };
      node = childAt(here, path[0] as number);
      depth++;
    }
  }
  return undefined;
}

/** @returns the very node it was given when nothing changes */
function insert(node: TrieNode | undefined, path: Nibbles, put: LeafValue, edit: Edit): TrieNode {
  if (!node) return leaf(path, put);
  const here = edit.load(node);
  const next = here.kind === 'branch' ? insertIntoBranch(here, path, put, edit) : insertIntoPath(here, path, put, edit);
  if (next === here) return node;
  edit.drop(node);
  return next;
}

function insertIntoBranch(here: BranchNode, path: Nibbles, put: LeafValue, edit: Edit): LoadedNode {
  if (path.length === 0) return here.value && equalBytes(here.value, put.value) ? here : { ...bare(here), value: put.value };
  const index = path[0] as number;
  const before = childAt(here, index);
  const child = insert(before, path.subarray(1), put, edit);
  return child === before ? here : { kind: 'branch', children: here.children.with(index, child), value: here.value };
}

function insertIntoPath(here: LeafNode | ExtensionNode, path: Nibbles, put: LeafValue, edit: Edit): LoadedNode {
  const shared = sharedLength(here.path, path);
  if (here.kind === 'leaf' && shared === here.path.length && shared === path.length) {
    return here.below === put.below && equalBytes(here.value, put.value) ? here : leaf(path, put);
  }
  if (here.kind === 'extension' && shared === here.path.length) {
    const child = insert(here.child, path.subarray(shared), put, edit);
    return child === here.child ? here : { kind: 'extension', path: here.path, child };
  }
  const branch = split(here, shared, path, put);
  return shared > 0 ? { kind: 'extension', path: path.subarray(0, shared), child: branch } : branch;
}

/** The branch where a leaf's or extension's path and a new one part; either may end there. */
function split(here: LeafNode | ExtensionNode, shared: number, path: Nibbles, put: LeafValue): BranchNode {
  const children: (TrieNode | undefined)[] = new Array(BRANCH_WIDTH).fill(undefined);
  let own: Uint8Array | undefined;
  const rest = here.path.subarray(shared + 1);
  if (here.kind === 'extension') {
    children[here.path[shared] as number] = rest.length > 0 ? { kind: 'extension', path: rest, child: here.child } : here.child;
  } else if (shared === here.path.length) own = here.value;
  else children[here.path[shared] as number] = leaf(rest, here);
  if (shared === path.length) own = put.value;
  else children[path[shared] as number] = leaf(path.subarray(shared + 1), put);
  return { kind: 'branch', children, value: own };
}

/** @returns the very node it was given when nothing changes */
function remove(node: TrieNode | undefined, path: Nibbles, edit: Edit): TrieNode | undefined {
  if (!node) return undefined;
  const here = edit.load(node);
  const next = removeFrom(here, path, edit);
  if (next === here) return node;
  edit.drop(node);
  return next;
}

function removeFrom(here: LoadedNode, path: Nibbles, edit: Edit): TrieNode | undefined {
  if (here.kind === 'leaf') return equalPath(here.path, path) ? undefined : here;
  if (here.kind === 'extension') {
    if (sharedLength(here.path, path) < here.path.length) return here;
    const child = remove(here.child, path.subarray(here.path.length), edit);
    if (child === here.child) return here;
    return child && prepend(here.path, child, edit);
  }
  if (path.length === 0) return here.value === undefined ? here : collapse(here.children, undefined, edit);
  const index = path[0] as number;
  const before = childAt(here, index);
  const child = remove(before, path.subarray(1), edit);
  return child === before ? here : collapse(here.children.with(index, child), here.value, edit);
}

/** A branch with one child left is no branch: it becomes part of the child's path. Nor is one with only its own value. */
function collapse(children: readonly (TrieNode | undefined)[], value: Uint8Array | undefined, edit: Edit): LoadedNode {
  const index = children.findIndex((child) => child !== undefined);
  const only = children[index];
  if (!only && value) return { kind: 'leaf', path: new Uint8Array(0), value };
  if (!only || value || children.some((child, i) => child !== undefined && i !== index)) return { kind: 'branch', children, value };
  return prepend(Uint8Array.of(index), only, edit);
}

function prepend(path: Nibbles, node: TrieNode, edit: Edit): LoadedNode {
  const child = edit.load(node);
  if (child.kind === 'branch') return { kind: 'extension', path, child: node };
  edit.drop(node);
  const joined = concatBytes(path, child.path);
  return child.kind === 'leaf' ? leaf(joined, child) : { kind: 'extension', path: joined, child: child.child };
}

function leaf(path: Nibbles, { value, below }: LeafValue): LeafNode {
  return { kind: 'leaf', path, value, below };
}

function bare({ children }: BranchNode): BranchNode {
  return { kind: 'branch', children };
}
