import { manifestCommitment, manifestHash, releaseKey } from '@medrec/shared/census';
import type { ReleaseCheck } from '../types.ts';

/** The provider committed to exactly this manifest before a byte left its house; so every payee gets the same bytes. */
export const commitmentCheck: ReleaseCheck = {
  code: 'COMMITMENT',
  title: 'the chain holds the commitment to this manifest',
  async run({ manifest, salt }, chain) {
    const key = releaseKey({ providerId: manifest.providerId, product: manifest.product.definitionHash, epoch: BigInt(manifest.epoch) });
    const onChain = await chain.commitmentOf(key, manifest.tier);
    return onChain === manifestCommitment(manifestHash(manifest), salt) ? undefined : 'the commitment on chain is another';
  },
};
