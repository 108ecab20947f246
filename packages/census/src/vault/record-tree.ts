import { createHmac } from 'node:crypto';
import { createMerkleTree, hashLeaf, type MerkleProof } from '@medrec/shared/bytes';
import type { ClinicalResource } from '../record/index.ts';

export interface RecordLeaf {
  readonly type: string;
  readonly id: string;
  /** Canonical JSON. */
  readonly json: string;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  readonly proof: MerkleProof;
}

export interface RecordTree {
  /** 32 bytes: what goes on the chain. */
  readonly root: Uint8Array;
  readonly leafCount: number;
  /** `index` is the resource's position in `type/id` order. */
  leaf(index: number): RecordLeaf;
}

/** HMAC-SHA256(record salt, "leaf" ‖ index as 4 bytes, big-endian): showing one leaf's salt tells no other's. */
export function leafSalt(recordSalt: Uint8Array, index: number): Uint8Array {
  const message = Buffer.alloc(8, 'leaf', 'ascii');
  message.writeUInt32BE(index, 4);
  return new Uint8Array(createHmac('sha256', recordSalt).update(message).digest());
}

/** The Merkle tree over a patient's resources, which stand in `type/id` order (docs/protocol.md, a record's way, 3). */
export function buildRecordTree(resources: readonly ClinicalResource[], recordSalt: Uint8Array): RecordTree {
  const salts = resources.map((_, index) => leafSalt(recordSalt, index));
  const tree = createMerkleTree(resources.map(({ json }, index) => hashLeaf(salts[index] as Uint8Array, Buffer.from(json, 'utf8'))));
  return {
    root: tree.root,
    leafCount: resources.length,
    leaf(index) {
      const proof = tree.proof(index);
      const { type, id, json } = resources[index] as ClinicalResource;
      return { type, id, json, salt: salts[index] as Uint8Array, proof };
    },
  };
}
