import type { BlockHeader } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { keccak } from '@medrec/shared/bytes';
import type { SealedWork } from '../ethash/index.ts';

/** Fields of a header before mixHash and nonce. */
const UNSEALED_FIELDS = 13;

/** What the search runs over: keccak256(rlp(header without mixHash and nonce)). 32 bytes. */
export function sealHash(header: BlockHeader): Uint8Array {
  return keccak(RLP.encode(header.raw().slice(0, UNSEALED_FIELDS)));
}

/** The header's claim to work. */
export function sealedWorkOf(header: BlockHeader): SealedWork {
  const { number: blockNumber, nonce, mixHash, difficulty } = header;
  return { blockNumber, sealHash: sealHash(header), nonce, mixHash, difficulty };
}
