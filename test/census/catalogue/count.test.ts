import { inspect } from 'node:util';
import { type CensusProduct, type CountContext, catalogue, findProduct } from '@medrec/census/catalogue';
import { planTiers } from '@medrec/census/privacy';
import type { Warehouse } from '@medrec/census/warehouse';
import { parseProductDefinition, productHash } from '@medrec/shared/census';
import { describe, expect, it } from 'vitest';
import { createMemoryWarehouse, type TestPatient } from './memory-warehouse.ts';

const pyramid = productOf('C01');
const prevalence = productOf('C04');
const context = { excludedPids: [], referenceYear: 2026 };
const finished = [{ status: 'finished', startYear: 2020 }];

function productOf(id: string): CensusProduct {
  const product = catalogue.find(({ definition }) => definition.id === id);
  if (product === undefined) throw new Error(`the catalogue has no ${id}`);
  return product;
}

async function withWarehouse<Result>(patients: readonly TestPatient[], use: (warehouse: Warehouse) => Promise<Result>): Promise<Result> {
  const warehouse = await createMemoryWarehouse(patients);
  try {
    return await use(warehouse);
  } finally {
    await warehouse.close();
  }
}

function countsOf(product: CensusProduct, patients: readonly TestPatient[], changes: Partial<CountContext> = {}): Promise<Int32Array> {
  return withWarehouse(patients, async (warehouse) => (await product.countExactly(warehouse, { ...context, ...changes })).exactCounts);
}

const nonZero = (counts: Int32Array): Record<number, number> =>
  Object.fromEntries([...counts.entries()].filter(([, patients]) => patients !== 0));

describe('C01, the pyramid', () => {
  it('counts a patient once, at the age of 31 December, 90 and over as one', async () => {
    const counts = await countsOf(pyramid, [
      { pid: 1, birthYear: 2026, sex: 'female', encounters: [...finished, ...finished] },
      { pid: 2, birthYear: 1961, sex: 'male', encounters: finished },
      { pid: 3, birthYear: 1936, sex: 'unknown', encounters: finished },
      { pid: 4, birthYear: 1900, sex: 'other', encounters: finished },
    ]);
    expect(nonZero(counts)).toEqual({ 0: 1, [19 + 13]: 1, [38 + 18]: 2 });
  });

  it('leaves out patients without a finished encounter, without a birth year, or later than the reference year', async () => {
    const counts = await countsOf(pyramid, [
      { pid: 1, birthYear: 2000, sex: 'female', encounters: [{ status: 'planned', startYear: 2020 }] },
      { pid: 2, birthYear: null, sex: 'female', encounters: finished },
      { pid: 3, birthYear: 2000, sex: 'female', encounters: [{ status: 'finished', startYear: 2027 }] },
      { pid: 4, birthYear: 2027, sex: 'female', encounters: finished },
      { pid: 5, birthYear: 2000, sex: 'female' },
    ]);
    expect(nonZero(counts)).toEqual({});
  });

  it('takes opt-outs away before counting, in counts and in the list of the counted', async () => {
    const patients = [1, 2, 3].map((pid) => ({ pid, birthYear: 2000, sex: 'male' as const, encounters: finished }));
    const excludedPids = ['2', 'nobody', "o'hara"];
    expect(nonZero(await countsOf(pyramid, patients, { excludedPids }))).toEqual({ [19 + 5]: 2 });
    expect(await withWarehouse(patients, (warehouse) => pyramid.countedPids(warehouse, { ...context, excludedPids }))).toEqual(['1', '3']);
  });

  it('counts no patient who came after the epoch was closed', async () => {
    const patients = [1, 2, 3].map((pid) => ({ pid, birthYear: 2000, sex: 'male' as const, encounters: finished }));
    expect(nonZero(await countsOf(pyramid, patients, { excludedPids: ['2'], includedPids: ['1', '2'] }))).toEqual({ [19 + 5]: 1 });
    expect(nonZero(await countsOf(pyramid, patients, { includedPids: [] }))).toEqual({});
  });
});

describe('C04, prevalence', () => {
  const condition = (chapter: number | null, status = 'active', year: number | null = 2020) => ({ chapter, status, year });

  it('counts a patient once a chapter and leaves out what was never true', async () => {
    const conditions = [condition(1), condition(1, 'resolved', 2021), condition(22, 'refuted'), condition(3, 'entered-in-error')];
    const counts = await countsOf(prevalence, [
      {
        pid: 1,
        birthYear: 1990,
        sex: 'female',
        conditions: [...conditions, condition(null), condition(5, 'active', 2027), condition(4, 'active', null)],
      },
    ]);
    expect(nonZero(counts)).toEqual({ 3: 1, [3 * 30 + 3]: 1 });
  });

  it('keeps six chapters of a patient who has more, the same six whatever the order of rows', async () => {
    const conditions = Array.from({ length: 22 }, (_, at) => condition(at + 1));
    const forward = await countsOf(prevalence, [{ pid: 1, birthYear: 1990, sex: 'female', conditions }]);
    const backward = await countsOf(prevalence, [{ pid: 1, birthYear: 1990, sex: 'female', conditions: conditions.toReversed() }]);
    expect(Object.values(nonZero(forward))).toEqual([1, 1, 1, 1, 1, 1]);
    expect(backward).toEqual(forward);
  });
});

it('stops at a value outside the public domain, and counts nothing', async () => {
  const conditions = [{ chapter: 23, year: 2020, status: 'active' }];
  await expect(countsOf(prevalence, [{ pid: 1, birthYear: 1990, sex: 'female', conditions }])).rejects.toMatchObject({
    code: 'CELL_OUTSIDE_DOMAIN',
  });
});

describe('every product', () => {
  it('is found by its definition’s hash, covers its public domain, and its tiers can be drawn', async () => {
    expect(catalogue.map(({ definition }) => definition.id)).toEqual(
      Array.from({ length: 20 }, (_, at) => `C${String(at + 1).padStart(2, '0')}`),
    );
    await withWarehouse([], async (warehouse) => {
      for (const product of catalogue) {
        const { definition } = product;
        expect(parseProductDefinition(definition)).toEqual(definition);
        expect(planTiers(definition)).toHaveLength(4);
        expect(findProduct(productHash(definition))).toBe(product);
        for (const { categories } of definition.dimensions) expect(new Set(categories).size).toBe(categories.length);
        const size = definition.dimensions.reduce((cells, { categories }) => cells * categories.length, 1);
        expect((await product.countExactly(warehouse, context)).exactCounts).toEqual(new Int32Array(size));
      }
    });
  });

  it('shows no exact count when its cube is logged or serialised', async () => {
    const cube = await withWarehouse([], (warehouse) => pyramid.countExactly(warehouse, context));
    expect(JSON.stringify({ cube })).toBe('{"cube":"[exact counts]"}');
    expect(inspect({ cube })).toBe('{ cube: [exact counts] }');
    expect({ ...cube }).not.toHaveProperty('exactCounts');
  });
});

it('refuses a product nobody defined', () => {
  expect(() => findProduct(`0x${'00'.repeat(32)}`)).toThrow(expect.objectContaining({ code: 'PRODUCT_UNKNOWN' }));
});
