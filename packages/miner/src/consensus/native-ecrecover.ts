import { calculateSigRecovery, concatBytes, setLengthLeft } from '@ethereumjs/util';
import { MedrecError } from '@medrec/shared/errors';
import secp256k1 from 'secp256k1';

/**
 * Public key (64 bytes) from an ECDSA signature, by libsecp256k1: the EVM's precompile and every sender recovery call
 * it, and pure JavaScript takes twenty times as long. Where no prebuilt binary fits, the package falls back to its own
 * JavaScript. Answers as `ecrecover` of @ethereumjs/util does.
 * @throws MedrecError `SIGNATURE_INVALID`
 */
export function nativeEcrecover(messageHash: Uint8Array, v: bigint, r: Uint8Array, s: Uint8Array, chainId?: bigint): Uint8Array {
  const recovery = calculateSigRecovery(v, chainId);
  if (recovery !== 0n && recovery !== 1n) throw invalid();
  try {
    const signature = concatBytes(setLengthLeft(r, 32), setLengthLeft(s, 32));
    return secp256k1.ecdsaRecover(signature, Number(recovery), messageHash, false).subarray(1);
  } catch (cause) {
    throw invalid(cause);
  }
}

function invalid(cause?: unknown): MedrecError {
  return new MedrecError({ code: 'SIGNATURE_INVALID', message: 'The signature belongs to no key.', cause });
}
