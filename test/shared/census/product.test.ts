import { type ProductDefinition, PURPOSE, parseProductDefinition, productHash, productMicroRho } from '@medrec/shared/census';
import { describe, expect, it } from 'vitest';

// What would be lost: one name on the chain for what is counted, and the price charged for it.

const product: ProductDefinition = {
  id: 'C01',
  version: 1,
  title: 'Patients by sex',
  description: 'Counts.',
  purpose: 'public-health',
  measure: 'patients',
  population: 'all',
  dimensions: [{ name: 'sex', title: 'Sex', categories: ['female', 'male', 'other'] }],
  contributionBound: 1,
  tiers: [
    { tier: 0, microRho: 100, dimensions: ['sex'] },
    { tier: 1, microRho: 900, dimensions: ['sex'] },
  ],
};

describe('product definitions', () => {
  it('have one hash, whatever the order of keys, and another after any change', () => {
    const shuffled = Object.fromEntries(Object.entries(product).reverse());
    expect(productHash(parseProductDefinition(shuffled))).toBe(productHash(product));
    expect(productHash({ ...product, contributionBound: 2 })).not.toBe(productHash(product));
  });

  it('cost what the finest tier costs', () => {
    expect(productMicroRho(product)).toBe(900);
  });

  it.each<[string, object]>([
    ['id', { id: 'X1' }],
    ['purpose', { purpose: 'marketing' }],
    ['dimensions', { dimensions: [] }],
    ['contributionBound', { contributionBound: 0 }],
    ['tiers', { tiers: [product.tiers[0]] }],
    ['', { secret: true }],
  ])('are refused for a wrong %s', (field, change) => {
    expect(() => parseProductDefinition({ ...product, ...change })).toThrow(
      expect.objectContaining({ code: 'PRODUCT_INVALID', facts: expect.objectContaining({ field: expect.stringContaining(field) }) }),
    );
  });

  it('number the purposes as the Permissions contract’s bits', () => {
    expect(PURPOSE).toEqual({ 'public-health': 1, academic: 2, commercial: 4 });
  });
});
