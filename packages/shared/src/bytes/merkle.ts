import { MedrecError } from '../errors/index.ts';
import { concatBytes, equalBytes } from './buffers.ts';
import { keccak } from './hash.ts';

/** Sibling hashes (32 bytes each) from the leaf's level up; a level whose node has no sibling adds none. */
export interface MerkleProof {
  readonly index: number;
  readonly leafCount: number;
  readonly siblings: readonly Uint8Array[];
}

export interface MerkleTree {
  /** 32 bytes. */
  readonly root: Uint8Array;
  proof(index: number): MerkleProof;
}

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/**
 * keccak256(0x00 ‖ salt ‖ content). The 32-byte salt keeps a guessable record from being confirmed by its hash;
 * the prefix keeps an inner node from passing as a leaf (RFC 6962, section 2.1).
 */
export function hashLeaf(salt: Uint8Array, content: Uint8Array): Uint8Array {
  return keccak(concatBytes(LEAF, salt, content));
}

/** A binary Merkle tree over leaf hashes; an odd node at the end of a level is carried up unchanged. */
export function createMerkleTree(leaves: readonly Uint8Array[]): MerkleTree {
  if (leaves.length === 0) throw new MedrecError({ code: 'MERKLE_EMPTY', message: 'A Merkle tree needs at least one leaf.' });
  const levels: Uint8Array[][] = [[...leaves]];
  for (let level = levels[0] as Uint8Array[]; level.length > 1; ) {
    level = parentLevel(level);
    levels.push(level);
  }
  const root = (levels.at(-1) as Uint8Array[])[0] as Uint8Array;
  return { root, proof: (index) => proofAt(levels, index) };
}

/** True when the leaf stands at `proof.index` of a tree of `proof.leafCount` leaves with this root. */
export function verifyMerkleProof(root: Uint8Array, leaf: Uint8Array, proof: MerkleProof): boolean {
  const { index, leafCount, siblings } = proof;
  // The shift below is of 32 bits.
  if (!Number.isSafeInteger(index) || index < 0 || index >= leafCount || leafCount > 0xffff_ffff) return false;
  let hash = leaf;
  let used = 0;
  for (let at = index, width = leafCount; width > 1; at >>>= 1, width = Math.ceil(width / 2)) {
    const hasSibling = at % 2 === 1 || at + 1 < width;
    if (!hasSibling) continue;
    const sibling = siblings[used++];
    if (sibling === undefined || sibling.length !== 32) return false;
    hash = at % 2 === 1 ? hashNode(sibling, hash) : hashNode(hash, sibling);
  }
  return used === siblings.length && equalBytes(hash, root);
}

function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return keccak(concatBytes(NODE, left, right));
}

function parentLevel(level: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i] as Uint8Array;
    const right = level[i + 1];
    parents.push(right === undefined ? left : hashNode(left, right));
  }
  return parents;
}

function proofAt(levels: readonly (readonly Uint8Array[])[], index: number): MerkleProof {
  const leafCount = levels[0]?.length ?? 0;
  if (!Number.isSafeInteger(index) || index < 0 || index >= leafCount) {
    throw new MedrecError({ code: 'MERKLE_INDEX', message: 'The tree has no such leaf.', facts: { index, leafCount } });
  }
  const siblings: Uint8Array[] = [];
  let at = index;
  for (const level of levels.slice(0, -1)) {
    const sibling = level[at % 2 === 1 ? at - 1 : at + 1];
    if (sibling !== undefined) siblings.push(sibling);
    at >>>= 1;
  }
  return { index, leafCount, siblings };
}
