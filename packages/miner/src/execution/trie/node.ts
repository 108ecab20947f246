import { RLP } from '@ethereumjs/rlp';
import { keccak } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';

/** Half-bytes, one per element. */
export type Nibbles = Uint8Array;

/** A subtrie that stands in the store and has not been read yet. */
export interface HashNode {
  readonly kind: 'hash';
  readonly hash: Uint8Array;
}
interface Stored {
  /** The hash under which this very node stands in the store; a node that was changed has none. */
  readonly stored?: Uint8Array;
}
export interface LeafNode extends Stored {
  readonly kind: 'leaf';
  readonly path: Nibbles;
  readonly value: Uint8Array;
}
export interface ExtensionNode extends Stored {
  readonly kind: 'extension';
  readonly path: Nibbles;
  /** A hash may be replaced by the node it names, nothing else. */
  child: TrieNode;
}
export interface BranchNode extends Stored {
  readonly kind: 'branch';
  /** A hash may be replaced by the node it names, nothing else. */
  readonly children: (TrieNode | undefined)[];
  /** Of the key that ends here. The state's keys have one length and RLP indexes are no starts of each other: neither has any. */
  readonly value?: Uint8Array | undefined;
}
export type LoadedNode = LeafNode | ExtensionNode | BranchNode;
export type TrieNode = HashNode | LoadedNode;
type Put = (hash: Uint8Array, encoded: Uint8Array) => void;

export const BRANCH_WIDTH = 16;

type Raw = Uint8Array | Raw[];

/** A node stands in its parent by hash, or whole when its encoding is shorter than a hash (yellow paper, appendix D). */
const INLINE_LIMIT_BYTES = 32;

/** Reads the node that stands in the store under `stored`. @throws MedrecError `STATE_NODE_DAMAGED` */
export function decodeNode(bytes: Uint8Array, stored: Uint8Array): LoadedNode {
  return { ...fromRaw(RLP.decode(bytes) as Raw), stored };
}

/** Hashes a subtrie; each node of it that is not in the store yet goes to `put`. */
export function hashNode(node: TrieNode, put: Put): Uint8Array {
  if (node.kind === 'hash') return node.hash;
  if (node.stored) return node.stored;
  const encoded = RLP.encode(toRaw(node, put));
  const hash = keccak(encoded);
  put(hash, encoded);
  return hash;
}

function toRaw(node: LoadedNode, put: Put): Raw[] {
  switch (node.kind) {
    case 'leaf':
      return [packPath(node.path, true), node.value];
    case 'extension':
      return [packPath(node.path, false), reference(node.child, put)];
    case 'branch': {
      const raw: Raw[] = [];
      for (let i = 0; i < BRANCH_WIDTH; i++) {
        const child = node.children[i];
        raw.push(child ? reference(child, put) : new Uint8Array(0));
      }
      return [...raw, node.value ?? new Uint8Array(0)];
    }
  }
}

function reference(node: TrieNode, put: Put): Raw {
  if (node.kind === 'hash') return node.hash;
  if (node.stored) return node.stored;
  const raw = toRaw(node, put);
  const encoded = RLP.encode(raw);
  if (encoded.length < INLINE_LIMIT_BYTES) return raw;
  const hash = keccak(encoded);
  put(hash, encoded);
  return hash;
}

function fromRaw(raw: Raw): LoadedNode {
  if (!Array.isArray(raw)) throw damaged('not a list');
  if (raw.length === BRANCH_WIDTH + 1) return branchFromRaw(raw);
  const [packed, value] = raw;
  if (raw.length !== 2 || !(packed instanceof Uint8Array) || value === undefined) throw damaged('not a pair');
  const { path, isLeaf } = unpackPath(packed);
  if (!isLeaf) {
    const child = childFromRaw(value);
    if (!child) throw damaged('extension to nothing');
    return { kind: 'extension', path, child };
  }
  if (!(value instanceof Uint8Array)) throw damaged('leaf without a value');
  return { kind: 'leaf', path, value };
}

function branchFromRaw(raw: Raw[]): BranchNode {
  const value = raw[BRANCH_WIDTH];
  if (!(value instanceof Uint8Array)) throw damaged('branch with a list for its value');
  return { kind: 'branch', children: raw.slice(0, BRANCH_WIDTH).map(childFromRaw), value: value.length > 0 ? value : undefined };
}

function childFromRaw(raw: Raw): TrieNode | undefined {
  if (!(raw instanceof Uint8Array)) return fromRaw(raw);
  if (raw.length === 0) return undefined;
  return { kind: 'hash', hash: raw };
}

/** Hex-prefix encoding: a flag nibble says leaf or extension, and whether the length is odd. */
function packPath(path: Nibbles, isLeaf: boolean): Uint8Array {
  const odd = path.length % 2;
  const packed = new Uint8Array(1 + (path.length - odd) / 2);
  packed[0] = (isLeaf ? 0x20 : 0) + (odd ? 0x10 + (path[0] as number) : 0);
  for (let i = odd, at = 1; i < path.length; i += 2, at++) packed[at] = ((path[i] as number) << 4) | (path[i + 1] as number);
  return packed;
}

function unpackPath(packed: Uint8Array): { path: Nibbles; isLeaf: boolean } {
  const flags = (packed[0] ?? 0) >> 4;
  const nibbles = toNibbles(packed);
  return { path: nibbles.slice(flags & 1 ? 1 : 2), isLeaf: (flags & 2) !== 0 };
}

export function toNibbles(key: Uint8Array): Nibbles {
  const nibbles = new Uint8Array(key.length * 2);
  for (let i = 0; i < key.length; i++) {
    const byte = key[i] as number;
    nibbles[2 * i] = byte >> 4;
    nibbles[2 * i + 1] = byte & 15;
  }
  return nibbles;
}

function damaged(reason: string): MedrecError {
  return new MedrecError({
    code: 'STATE_NODE_DAMAGED',
    message: 'A node of the state is damaged.',
    facts: { reason },
    remedy: 'The disk or the database failed: sync again into a new folder.',
  });
}
