export { type Hex, bytesToHex, hexToBytes, isAddress, isHex, sameAddress } from './hex.ts';
export { keccak, keccakHex, sha256, sha256Hex } from './hash.ts';
export { canonicalBytes, canonicalJson } from './canonical-json.ts';
export { type MerkleProof, type MerkleTree, createMerkleTree, hashLeaf, verifyMerkleProof } from './merkle.ts';
export { compareBytes, concatBytes, equalBytes } from './buffers.ts';
