import { productHash, productMicroRho } from '@medrec/shared/census';
import type { ReleaseCheck } from '../types.ts';

/** The definition in the package is the one the catalogue on chain names, with its tiers and its price. */
export const definitionCheck: ReleaseCheck = {
  code: 'DEFINITION',
  title: 'the product’s definition is the one on the chain',
  async run({ product, manifest }, chain) {
    const hash = productHash(product);
    if (hash !== manifest.product.definitionHash) return 'product.json is not the definition the manifest names';
    const onChain = await chain.productOf(hash);
    if (onChain === undefined) return 'the catalogue on chain has no such definition';
    if (onChain.microRho !== BigInt(productMicroRho(product))) return 'the definition’s ρ is not the catalogue’s';
    if (manifest.tier > onChain.finestTier) return 'the product has no such tier';
    return undefined;
  },
};
