import { catalogue } from '@medrec/census/catalogue';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryWarehouse, type TestPatient } from './memory-warehouse.ts';

// What would be lost: the noise would be too small for what one patient adds, or a table would tell in which order rows were loaded.

const year = fc.option(fc.integer({ min: 2019, max: 2027 }));
const chapter = fc.option(fc.integer({ min: 1, max: 22 }));
const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 12 });

const patient: fc.Arbitrary<TestPatient> = fc.record({
  pid: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  birthYear: fc.option(fc.integer({ min: 1880, max: 2030 })),
  sex: fc.constantFrom('female' as const, 'male' as const, 'other' as const, 'unknown' as const),
  person: fc.record({
    zip3: fc.constantFrom(null, '000', '021', '100'),
    deceased: fc.boolean(),
    deathYear: year,
  }),
  encounters: few(
    fc.record({
      class: fc.constantFrom('AMB', 'EMER', 'IMP', 'ACUTE', 'VR', 'HH', 'OBSENC', 'FLD'),
      status: fc.constantFrom('finished', 'planned'),
      startYear: year,
      endYear: year,
      stayDays: fc.option(fc.integer({ min: 0, max: 366 }), { nil: null }),
      died: fc.boolean(),
      readmitted: fc.option(fc.boolean(), { nil: null }),
    }),
  ),
  conditions: fc.array(
    fc.record({ chapter, icd3: fc.constantFrom(null, 'I10', 'E11', 'J44', 'A00'), year, status: fc.constantFrom('active', 'refuted') }),
    { maxLength: 30 },
  ),
  more: fc.record({
    observations: few(
      fc.record({
        loinc: fc.constantFrom('2345-7', '8480-6', '39156-5', '9999-9'),
        value: fc.option(fc.double({ min: 0, max: 500, noNaN: true }), { nil: null }),
        unit: fc.constantFrom(null, 'mg/dL', 'mm[Hg]', 'kg/m2'),
        year,
        ordinal: fc.nat(50),
      }),
    ).map((list) => list.map((fact, ordinal) => ({ ...fact, ordinal }))),
    immunizations: few(fc.record({ cvx: fc.constantFrom('140', '08', '20', '999'), year })),
    family: few(fc.record({ relation: fc.constantFrom('parent' as const, 'cousin' as const, 'other' as const), icdChapter: chapter })),
    medications: few(fc.record({ drugClass: fc.constantFrom('A10', 'B01', 'C10', 'N02', 'other'), year })),
    procedures: few(fc.record({ group: fc.constantFrom('surgery', 'imaging', 'other'), year })),
    allergies: few(fc.record({ category: fc.constantFrom('food', 'medication', 'unknown') })),
  }),
});

const patients = fc.uniqueArray(patient, { selector: ({ pid }) => pid, minLength: 1, maxLength: 8 });

/** Every table backwards: what a patient's rows say is the same. */
function reversed(all: readonly TestPatient[]): readonly TestPatient[] {
  return all.toReversed().map((one) => ({
    ...one,
    encounters: one.encounters?.toReversed() ?? [],
    conditions: one.conditions?.toReversed() ?? [],
    more: Object.fromEntries(Object.entries(one.more ?? {}).map(([table, rows]) => [table, rows.toReversed()])),
  }));
}

async function countAll(all: readonly TestPatient[]): Promise<readonly Int32Array[]> {
  const warehouse = await createMemoryWarehouse(all);
  try {
    const counts: Int32Array[] = [];
    for (const product of catalogue)
      counts.push((await product.countExactly(warehouse, { excludedPids: [], referenceYear: 2026 })).exactCounts);
    return counts;
  } finally {
    await warehouse.close();
  }
}

it('one patient added changes at most L0 cells, by one each, in every product, and row order changes none', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(patients, async (all) => {
      const [after, before, turned] = [await countAll(all), await countAll(all.slice(1)), await countAll(reversed(all))];
      for (const [at, { definition }] of catalogue.entries()) {
        const changes = Array.from(after[at] ?? [], (value, cell) => value - (before[at]?.[cell] ?? 0)).filter((change) => change !== 0);
        expect(new Set(changes).size, definition.id).toBeLessThanOrEqual(1);
        expect(
          changes.every((change) => change === 1),
          definition.id,
        ).toBe(true);
        expect(changes.length, definition.id).toBeLessThanOrEqual(definition.contributionBound);
        expect(turned[at], definition.id).toEqual(after[at]);
      }
    }),
    { numRuns: 8 },
  );
});
