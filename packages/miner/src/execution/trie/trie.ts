import { KECCAK256_RLP } from '@ethereumjs/util';
import { bytesToHex, concatBytes, equalBytes, type Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { NodeReader } from '../types.ts';
import {
  BRANCH_WIDTH,
  decodeNode,
  type ExtensionNode,
  hashNode,
  type LeafNode,
  type LoadedNode,
  type Nibbles,
  type TrieNode,
  toNibbles,
} from './node.ts';

export const EMPTY_ROOT: Uint8Array = KECCAK256_RLP;

/**
 * A Merkle Patricia trie that hashes only when asked: changes gather in memory and each changed node is encoded once.
 * Reads are synchronous; a node that the store should have and has not is an error, never an empty value.
 */
export interface Trie {
  /** @throws MedrecError `STATE_NODE_MISSING` */
  get(key: Uint8Array): Uint8Array | undefined;
  /** An empty value is the same as `del`. */
  put(key: Uint8Array, value: Uint8Array): void;
  del(key: Uint8Array): void;
  /** The root, with every node that is not in the store yet added to `writes`. */
  commit(writes: Map<Hex, Uint8Array>): Uint8Array;
}

export function createTrie(root: Uint8Array, nodes: NodeReader): Trie {
  let top: TrieNode | undefined = equalBytes(root, EMPTY_ROOT) ? undefined : { kind: 'hash', hash: root };

  function loaded(node: TrieNode): LoadedNode {
    if (node.kind !== 'hash') return node;
    const bytes = nodes.get(node.hash);
    if (!bytes) throw missingNode(node.hash);
    return decodeNode(bytes, node.hash);
  }

  return {
    get(key) {
      if (!top) return undefined;
      top = loaded(top);
      return find(top, toNibbles(key), loaded);
    },
    put(key, value) {
      top = value.length === 0 ? remove(top, toNibbles(key), loaded) : insert(top, toNibbles(key), value, loaded);
    },
    del(key) {
      top = remove(top, toNibbles(key), loaded);
    },
    commit(writes) {
      if (!top) return EMPTY_ROOT;
      const hash = hashNode(top, (nodeHash, encoded) => void writes.set(bytesToHex(nodeHash), encoded));
      top = { kind: 'hash', hash };
      return hash;
    },
  };
}

type Load = (node: TrieNode) => LoadedNode;

/** Keeps what it loads in place of the hashes, so that the next read through the same nodes is a memory read. */
function find(node: LoadedNode, path: Nibbles, load: Load): Uint8Array | undefined {
  if (node.kind === 'leaf') return equalPath(node.path, path) ? node.value : undefined;
  if (node.kind === 'extension') {
    if (sharedLength(node.path, path) < node.path.length) return undefined;
    const child = load(node.child);
    node.child = child;
    return find(child, path.subarray(node.path.length), load);
  }
  if (path.length === 0) return node.value;
  const index = path[0] as number;
  const next = node.children[index];
  if (!next) return undefined;
  const child = load(next);
  node.children[index] = child;
  return find(child, path.subarray(1), load);
}

function insert(node: TrieNode | undefined, path: Nibbles, value: Uint8Array, load: Load): TrieNode {
  if (!node) return { kind: 'leaf', path, value };
  const here = load(node);
  if (here.kind === 'branch') {
    if (path.length === 0) return { kind: 'branch', children: here.children, value };
    const [index, children] = [path[0] as number, here.children.slice()];
    children[index] = insert(children[index], path.subarray(1), value, load);
    return { kind: 'branch', children, value: here.value };
  }
  const shared = sharedLength(here.path, path);
  if (here.kind === 'leaf' && shared === here.path.length && shared === path.length) return { kind: 'leaf', path, value };
  if (here.kind === 'extension' && shared === here.path.length) {
    return { kind: 'extension', path: here.path, child: insert(here.child, path.subarray(shared), value, load) };
  }
  const branch = split(here, shared, path, value);
  return shared > 0 ? { kind: 'extension', path: path.subarray(0, shared), child: branch } : branch;
}

/** The branch where a leaf's or extension's path and a new one part; either may end there. */
function split(here: LeafNode | ExtensionNode, shared: number, path: Nibbles, value: Uint8Array): TrieNode {
  const children: (TrieNode | undefined)[] = new Array(BRANCH_WIDTH).fill(undefined);
  let own: Uint8Array | undefined;
  const rest = here.path.subarray(shared + 1);
  if (here.kind === 'extension') {
    children[here.path[shared] as number] = rest.length > 0 ? { kind: 'extension', path: rest, child: here.child } : here.child;
  } else if (shared === here.path.length) own = here.value;
  else children[here.path[shared] as number] = { kind: 'leaf', path: rest, value: here.value };
  if (shared === path.length) own = value;
  else children[path[shared] as number] = { kind: 'leaf', path: path.subarray(shared + 1), value };
  return { kind: 'branch', children, value: own };
}

function remove(node: TrieNode | undefined, path: Nibbles, load: Load): TrieNode | undefined {
  if (!node) return undefined;
  const here = load(node);
  if (here.kind === 'leaf') return equalPath(here.path, path) ? undefined : node;
  if (here.kind === 'extension') {
    if (sharedLength(here.path, path) < here.path.length) return node;
    const child = remove(here.child, path.subarray(here.path.length), load);
    if (child === here.child) return node;
    return child && prepend(here.path, load(child), child);
  }
  if (path.length === 0) return here.value === undefined ? node : collapse(here.children, undefined, load);
  const index = path[0] as number;
  const old = here.children[index];
  const child = remove(old, path.subarray(1), load);
  if (child === old) return node;
  const children = here.children.slice();
  children[index] = child;
  return collapse(children, here.value, load);
}

/** A branch with one child left is no branch: it becomes part of the child's path. Nor is one with only its own value. */
function collapse(children: (TrieNode | undefined)[], value: Uint8Array | undefined, load: Load): TrieNode {
  const index = children.findIndex((child) => child !== undefined);
  const only = children[index];
  if (!only && value) return { kind: 'leaf', path: new Uint8Array(0), value };
  if (!only || value || children.some((child, i) => child !== undefined && i !== index)) return { kind: 'branch', children, value };
  return prepend(Uint8Array.of(index), load(only), only);
}

function prepend(path: Nibbles, child: LoadedNode, reference: TrieNode): TrieNode {
  if (child.kind === 'branch') return { kind: 'extension', path, child: reference };
  const joined = concatBytes(path, child.path);
  return child.kind === 'leaf'
    ? { kind: 'leaf', path: joined, value: child.value }
    : { kind: 'extension', path: joined, child: child.child };
}

function sharedLength(a: Nibbles, b: Nibbles): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}

function equalPath(a: Nibbles, b: Nibbles): boolean {
  return a.length === b.length && sharedLength(a, b) === a.length;
}

export function missingNode(hash: Uint8Array): MedrecError {
  return new MedrecError({
    code: 'STATE_NODE_MISSING',
    message: 'The state lacks a node that its root leads to.',
    facts: { hash: bytesToHex(hash) },
    remedy: 'The state of that block was pruned, or the database is damaged: sync again into a new folder.',
  });
}
