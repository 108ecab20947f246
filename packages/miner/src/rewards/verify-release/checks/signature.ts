import { hexToBytes, sameAddress } from '@medrec/shared/bytes';
import { manifestHash } from '@medrec/shared/census';
import { verifyMessage } from 'ethers';
import { NOT_PUBLISHED, publicationBlock } from '../publication.ts';
import type { ReleaseCheck } from '../types.ts';

/** The provider itself vouches for the manifest (EIP-191 over its 32-byte hash), with the account it published from. */
export const signatureCheck: ReleaseCheck = {
  code: 'SIGNATURE',
  title: 'the manifest is signed by the provider',
  async run({ manifest, signature }, chain) {
    const block = await publicationBlock(manifest, chain);
    if (block === undefined) return NOT_PUBLISHED;
    const account = await chain.accountOf(manifest.providerId, block);
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
