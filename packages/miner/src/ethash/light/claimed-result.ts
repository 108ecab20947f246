import { concatBytes, keccak } from '@medrec/shared/bytes';
import { keccak_512 } from '@noble/hashes/sha3.js';

/**
 * The result that a nonce has if its mixHash is what the sender says: keccak256(keccak512(sealHash ‖ nonce) ‖ mixHash), the
 * nonce little-endian. Two hashes instead of a thousand reads, so that a false seal costs its sender more than its reader.
 * @param nonce 64 bits
 */
export function claimedResult(sealHash: Uint8Array, nonce: bigint, mixHash: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, nonce, true);
  return keccak(concatBytes(keccak_512(concatBytes(sealHash, bytes)), mixHash));
}
