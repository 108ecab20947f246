import type { Hex } from '@medrec/shared/bytes';
import { type ProductDefinition, productHash } from '@medrec/shared/census';
import type { HospitalChain } from './ports.ts';

/** The bounty that a record transaction carries. */
export interface Offer {
  readonly product: Hex;
  readonly epoch: bigint;
  readonly tier: number;
}

/** Takes the offered products in turn, so that each epoch funds all of them; the tier is each product's finest. */
export function createOfferRotation(
  chain: HospitalChain,
  providerId: Hex,
  products: readonly ProductDefinition[],
): () => Promise<Offer | undefined> {
  const choices = products.map((product) => ({ product: productHash(product), tier: Math.max(...product.tiers.map(({ tier }) => tier)) }));
  let turn = 0;
  /** Undefined when the provider offers none of them on the chain: then no record can be sent. */
  return async () => {
    for (let tried = 0; tried < choices.length; tried += 1) {
      const choice = choices[turn++ % choices.length];
      if (choice === undefined || !(await chain.isOffered(providerId, choice.product, 'latest'))) continue;
      return { ...choice, epoch: await chain.currentEpoch('latest') };
    }
    return undefined;
  };
}
