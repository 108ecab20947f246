export { compareBytes, concatBytes, equalBytes } from './buffers.ts';
export { canonicalBytes, canonicalJson } from './canonical-json.ts';
export { keccak, keccakHex, sha256, sha256Hex } from './hash.ts';
export { bytesToHex, type Hex, hexToBytes, isAddress, isHex, sameAddress } from './hex.ts';
export { createMerkleTree, hashLeaf, type MerkleProof, type MerkleTree, verifyMerkleProof } from './merkle.ts';
