import type { Hex } from '@medrec/shared/bytes';
import type { TypedDomain } from '@medrec/shared/signing';
import { type TypedDataField, verifyTypedData } from 'ethers';

/** The address whose key made this EIP-712 signature, or undefined when the bytes are no signature at all. */
export function recoverSigner(
  domain: TypedDomain,
  types: Record<string, TypedDataField[]>,
  message: object,
  signature: Hex,
): Hex | undefined {
  try {
    return verifyTypedData(domain, types, message, signature) as Hex;
  } catch {
    // ethers throws for malformed points, high s and bad checksums alike; to the caller each is "not signed".
    return undefined;
  }
}
