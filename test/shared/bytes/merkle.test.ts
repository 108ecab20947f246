import { createMerkleTree, hashLeaf, keccak, verifyMerkleProof } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: the reader's one way to see that a hospital altered, moved or invented a resource.

const leavesOf = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => keccak(new Uint8Array([i & 255, i >> 8])));
const tree = fc.integer({ min: 1, max: 130 }).chain((count) => fc.tuple(fc.constant(count), fc.nat(count - 1)));

describe('Merkle tree', () => {
  it('proves every leaf of every small tree', () => {
    for (let count = 1; count <= 33; count++) {
      const leaves = leavesOf(count);
      const { root, proof } = createMerkleTree(leaves);
      leaves.forEach((leaf, i) => {
        expect(verifyMerkleProof(root, leaf, proof(i))).toBe(true);
      });
    }
  });

  it('refuses a leaf at another index, and another leaf at this index', () => {
    fc.assert(
      fc.property(tree, fc.nat(200), ([count, index], other) => {
        fc.pre(other % count !== index);
        const leaves = leavesOf(count);
        const { root, proof } = createMerkleTree(leaves);
        const at = leaves[index] as Uint8Array;
        expect(verifyMerkleProof(root, leaves[other % count] as Uint8Array, proof(index))).toBe(false);
        expect(verifyMerkleProof(root, at, { ...proof(index), index: other % count })).toBe(false);
      }),
    );
  });

  it('refuses a proof with one flipped bit, one sibling more or one less', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(255), ([count, index], where, bit) => {
        const leaves = leavesOf(count);
        const { root, proof } = createMerkleTree(leaves);
        const good = proof(index);
        const leaf = leaves[index] as Uint8Array;
        expect(verifyMerkleProof(root, leaf, { ...good, siblings: [...good.siblings, root] })).toBe(false);
        if (good.siblings.length === 0) return;
        expect(verifyMerkleProof(root, leaf, { ...good, siblings: good.siblings.slice(1) })).toBe(false);
        const siblings = good.siblings.map((sibling) => new Uint8Array(sibling));
        const target = siblings[where % siblings.length] as Uint8Array;
        target[bit >> 3] = (target[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(verifyMerkleProof(root, leaf, { ...good, siblings })).toBe(false);
      }),
    );
  });

  it('never throws, hangs or accepts on arbitrary proofs', () => {
    const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY));
    const bytes = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(bytes, bytes, number, number, fc.array(bytes, { maxLength: 40 }), (root, leaf, index, leafCount, siblings) => {
        const started = performance.now();
        const accepted = verifyMerkleProof(root, leaf, { index, leafCount, siblings });
        expect(performance.now() - started).toBeLessThan(100);
        expect(accepted && Buffer.compare(root, leaf) !== 0).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('lets no inner node pass as a leaf (second preimage)', () => {
    const leaves = leavesOf(4);
    const { root } = createMerkleTree(leaves);
    const [left, right] = [createMerkleTree(leaves.slice(0, 2)).root, createMerkleTree(leaves.slice(2)).root];
    expect(verifyMerkleProof(root, hashLeaf(left, right), { index: 0, leafCount: 1, siblings: [] })).toBe(false);
  });

  it('hides content behind the salt', () => {
    const content = new TextEncoder().encode('{"code":"J45"}');
    expect(hashLeaf(new Uint8Array(32), content)).not.toEqual(hashLeaf(new Uint8Array(32).fill(1), content));
  });

  it('refuses to make an empty tree or to prove a leaf it has not', () => {
    expect(() => createMerkleTree([])).toThrow(expect.objectContaining({ code: 'MERKLE_EMPTY' }));
    for (const index of [-1, 1, 0.5]) {
      expect(() => createMerkleTree(leavesOf(1)).proof(index)).toThrow(expect.objectContaining({ code: 'MERKLE_INDEX' }));
    }
  });
});
