import { RLP } from '@ethereumjs/rlp';
import {
  BRANCH_WIDTH,
  type BranchNode,
  damagedNode,
  type ExtensionNode,
  type LeafNode,
  type LoadedNode,
  type Nibbles,
  type NodeId,
  type TrieNode,
  toNibbles,
} from './node.ts';
import { packBranch } from './packed-branch.ts';

export type Raw = Uint8Array | Raw[];

/**
 * A node as it is kept: its RLP, by which it is hashed, and the numbers of the nodes that its hashes name, in the order
 * in which the hashes stand. Of a leaf, the number of the trie whose root stands in its value, if there is one.
 */
export interface NodeRecord {
  readonly encoded: Uint8Array;
  readonly links: readonly NodeId[];
}

const LINK_BYTES = 6;
const HASH_BYTES = 32;

/** number of links (1) ‖ links (6 bytes each, big-endian) ‖ RLP. */
export function encodeRecord({ encoded, links }: NodeRecord): Uint8Array {
  const bytes = new Uint8Array(1 + links.length * LINK_BYTES + encoded.length);
  const view = Buffer.from(bytes.buffer);
  bytes[0] = links.length;
  let at = 1;
  for (const link of links) at = view.writeUIntBE(link, at, LINK_BYTES);
  bytes.set(encoded, at);
  return bytes;
}

/** @throws MedrecError `STATE_NODE_DAMAGED` */
export function decodeRecord(bytes: Uint8Array): NodeRecord {
  const count = bytes[0] ?? 0;
  const end = 1 + count * LINK_BYTES;
  if (bytes.length <= end || count > BRANCH_WIDTH) throw damagedNode('a record without its node');
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  const links: NodeId[] = [];
  for (let at = 1; at < end; at += LINK_BYTES) links.push(view.readUIntBE(at, LINK_BYTES));
  return { encoded: bytes.subarray(end), links };
}

/** @throws MedrecError `STATE_NODE_DAMAGED` */
export function decodeNode({ encoded, links }: NodeRecord): LoadedNode {
  const packed = packBranch(encoded, links);
  if (packed) return packed;
  const left = [...links];
  const node = fromRaw(decodeRlp(encoded), left);
  // An account's leaf is never so short that it stands in its parent: only a node of its own has something below.
  const leaf = node.kind === 'leaf' ? { ...node, below: left.shift() } : undefined;
  if (left.length > 0) throw damagedNode('more links than hashes');
  return leaf ?? node;
}

/** A node from its RLP alone, as proofs have it: its hashes lead nowhere. @throws MedrecError `STATE_NODE_DAMAGED` */
export function decodeBareNode(encoded: Uint8Array): LoadedNode {
  return fromRaw(decodeRlp(encoded), undefined);
}

/** The RLP items of a node; `reference` says how a child stands in its parent. */
export function rawOf(node: LoadedNode, reference: (child: TrieNode) => Raw): Raw[] {
  if (node.kind === 'leaf') return [packPath(node.path, true), node.value];
  if (node.kind === 'extension') return [packPath(node.path, false), reference(node.child)];
  const raw: Raw[] = [];
  for (let i = 0; i < BRANCH_WIDTH; i++) {
    const child = node.children[i];
    raw.push(child ? reference(child) : NOTHING);
  }
  raw.push(node.value ?? NOTHING);
  return raw;
}

const NOTHING = new Uint8Array(0);

/** Links are taken from the front as hashes are met; undefined where there are none. */
type Links = NodeId[] | undefined;

function decodeRlp(encoded: Uint8Array): Raw {
  try {
    return RLP.decode(encoded) as Raw;
  } catch {
    throw damagedNode('not RLP');
  }
}

function fromRaw(raw: Raw, links: Links): LoadedNode {
  if (!Array.isArray(raw)) throw damagedNode('not a list');
  if (raw.length === BRANCH_WIDTH + 1) return branchFromRaw(raw, links);
  const [packed, value] = raw;
  if (raw.length !== 2 || !(packed instanceof Uint8Array) || value === undefined) throw damagedNode('not a pair');
  const { path, isLeaf } = unpackPath(packed);
  return isLeaf ? leafFromRaw(path, value) : extensionFromRaw(path, value, links);
}

function leafFromRaw(path: Nibbles, value: Raw): LeafNode {
  if (!(value instanceof Uint8Array)) throw damagedNode('leaf without a value');
  return { kind: 'leaf', path, value };
}

function extensionFromRaw(path: Nibbles, value: Raw, links: Links): ExtensionNode {
  const child = childFromRaw(value, links);
  if (!child) throw damagedNode('extension to nothing');
  return { kind: 'extension', path, child };
}

function branchFromRaw(raw: Raw[], links: Links): BranchNode {
  const value = raw[BRANCH_WIDTH];
  if (!(value instanceof Uint8Array)) throw damagedNode('branch with a list for its value');
  const children: (TrieNode | undefined)[] = [];
  for (let i = 0; i < BRANCH_WIDTH; i++) children.push(childFromRaw(raw[i] as Raw, links));
  return { kind: 'branch', children, value: value.length > 0 ? value : undefined };
}

function childFromRaw(raw: Raw, links: Links): TrieNode | undefined {
  if (!(raw instanceof Uint8Array)) return fromRaw(raw, links);
  if (raw.length === 0) return undefined;
  if (raw.length !== HASH_BYTES) throw damagedNode('a child that is no hash');
  const id = links ? links.shift() : -1;
  if (id === undefined) throw damagedNode('more hashes than links');
  return { kind: 'hash', hash: raw, id };
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
