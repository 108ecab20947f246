import { hexToBytes, sameAddress } from '@medrec/shared/bytes';
import { manifestHash } from '@medrec/shared/census';
import { verifyMessage } from 'ethers';
import type { ReleaseCheck } from '../types.ts';

/** The provider itself vouches for the manifest (EIP-191 over its 32-byte hash). */
export const signatureCheck: ReleaseCheck = {
  code: 'SIGNATURE',
  title: 'the manifest is signed by the provider',
  async run({ manifest, signature }, chain) {
    const account = await chain.accountOf(manifest.providerId);
    return sameAddress(recover(manifestHash(manifest), signature), account)
      ? undefined
      : 'the signature is not that of the provider’s account';
  },
};

function recover(hash: `0x${string}`, signature: string): string {
  try {
    return verifyMessage(hexToBytes(hash), signature);
  } catch {
    return ''; // no signature at all is nobody's
  }
}
