import {
  bytesToHex,
  canonicalBytes,
  createMerkleTree,
  type Hex,
  hashLeaf,
  hexToBytes,
  sameAddress,
  verifyMerkleProof,
} from '../bytes/index.ts';
import type { RecordAnswer } from '../client/index.ts';
import { MedrecError } from '../errors/index.ts';

export interface ExpectedRecord {
  readonly relationship: Hex;
  /** What the chain holds, 32 bytes. */
  readonly root: Hex;
  /** True when the whole record was asked for, so that every leaf must be there. */
  readonly whole: boolean;
}

/**
 * Checks every resource against the chain's root: its salted leaf hash, its place, its Merkle proof; for a whole
 * record, also that none is missing.
 * @throws MedrecError `RECORD_ALTERED`, with the position of the first leaf that fails.
 */
export function verifyRecord(answer: RecordAnswer, expected: ExpectedRecord): void {
  if (!sameAddress(answer.relationship, expected.relationship)) throw recordAltered('it is another relationship’s');
  const root = hexToBytes(expected.root);
  const leaves = new Map<number, Uint8Array>();
  for (const { leaf, salt, siblings, resource } of answer.resources) {
    const hash = hashLeaf(hexToBytes(salt), canonicalBytes(resource));
    const proof = { index: leaf, leafCount: answer.leafCount, siblings: siblings.map((sibling) => hexToBytes(sibling)) };
    if (leaves.has(leaf)) throw recordAltered('a resource is there twice', leaf);
    if (!verifyMerkleProof(root, hash, proof)) throw recordAltered('a resource does not belong to the root on the chain', leaf);
    leaves.set(leaf, hash);
  }
  if (!expected.whole) return;
  // The chain holds no leaf count: only the tree over all leaves shows that it was told truly.
  const ordered = Array.from({ length: leaves.size }, (_, leaf) => leaves.get(leaf));
  const complete = leaves.size === answer.leafCount && ordered.every((hash) => hash !== undefined);
  if (!complete || bytesToHex(createMerkleTree(ordered as Uint8Array[]).root) !== expected.root.toLowerCase()) {
    throw recordAltered('resources are missing');
  }
}

export function recordAltered(reason: string, leaf?: number): MedrecError {
  return new MedrecError({
    code: 'RECORD_ALTERED',
    message: `The record is not the one on the chain: ${reason}.`,
    facts: { reason, leaf },
    remedy: 'Do not rely on it. Ask again; if it stays so, the provider must explain it.',
  });
}
