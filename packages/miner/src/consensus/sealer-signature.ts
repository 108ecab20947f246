import type { BlockHeader } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { SEAL_SIGNATURE_BYTES, SEALER_EXTRA_BYTES, SEALER_FREE_BYTES } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import { SigningKey } from 'ethers';
import { kernelKeccak as keccak } from '../ethash/index.ts';
import { nativeEcrecover } from './native-ecrecover.ts';

const DOMAIN = new TextEncoder().encode('MEDREC-SEAL');
const EXTRA_DATA_FIELD = 12;
const ADDRESS_BYTES = 20;
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * What a sealer signs, before the search:
 * keccak256("MEDREC-SEAL" ‖ genesis hash ‖ keccak256(rlp(header without mixHash and nonce, extraData cut to its free bytes))).
 * The genesis hash keeps a signature from one network worthless on another.
 */
export function sealerDigest(header: BlockHeader, genesisHash: Hex): Uint8Array {
  const fields = header.raw().slice(0, EXTRA_DATA_FIELD);
  const unsigned = keccak(RLP.encode([...fields, header.extraData.slice(0, SEALER_FREE_BYTES)]));
  return keccak(concatBytes(DOMAIN, hexToBytes(genesisHash), unsigned));
}

/** r ‖ s ‖ v, 65 bytes: low s, v 27 or 28, deterministic (RFC 6979). */
export function signSealer(digest: Uint8Array, privateKey: Hex): Uint8Array {
  return hexToBytes(new SigningKey(privateKey).sign(digest).serialized);
}

/** The address whose key signed the header. @throws RuleError `SEALER_UNSIGNED` when extraData holds no well-formed signature. */
export function recoverSealer(header: BlockHeader, genesisHash: Hex): Hex {
  const { extraData } = header;
  if (extraData.length !== SEALER_EXTRA_BYTES) throw malformed(header, 'length');
  const signature = extraData.subarray(SEALER_FREE_BYTES);
  const v = signature[SEAL_SIGNATURE_BYTES - 1];
  if (v !== 27 && v !== 28) throw malformed(header, 'v');
  // A high s is the same signature in a second form; two forms would be two blocks of one search.
  if (BigInt(bytesToHex(signature.subarray(32, 64))) > HALF_ORDER) throw malformed(header, 's');
  try {
    const [r, s] = [signature.subarray(0, 32), signature.subarray(32, 64)];
    const publicKey = nativeEcrecover(sealerDigest(header, genesisHash), BigInt(v), r, s);
    return bytesToHex(keccak(publicKey).subarray(-ADDRESS_BYTES));
  } catch (cause) {
    throw malformed(header, 'no such point', cause);
  }
}

function malformed(header: BlockHeader, reason: string, cause?: unknown): RuleError {
  return new RuleError({
    code: 'SEALER_UNSIGNED',
    verdict: 'penalise',
    message: 'The header’s extra data holds no signature.',
    facts: { number: header.number, reason, bytes: header.extraData.length },
    cause,
  });
}
