import { catalogue } from '@medrec/census/catalogue';
import { describe, expect, it } from 'vitest';
import { createMemoryWarehouse, type TestPatient } from './memory-warehouse.ts';

// What would be lost: a product would count something other than its definition says. Each case is a hospital small enough to count by hand.

const REFERENCE_YEAR = 2026;

/** Cells that are not zero, by their categories' names. */
async function cellsOf(id: string, patients: readonly TestPatient[]): Promise<Record<string, number>> {
  const product = catalogue.find(({ definition }) => definition.id === id);
  if (product === undefined) throw new Error(`the catalogue has no ${id}`);
  const warehouse = await createMemoryWarehouse(patients);
  try {
    const { exactCounts } = await product.countExactly(warehouse, { excludedPids: [], referenceYear: REFERENCE_YEAR });
    const cells: [string, number][] = [];
    for (const [cell, count] of exactCounts.entries()) {
      if (count === 0) continue;
      let rest = cell;
      const names = product.definition.dimensions.toReversed().map(({ categories }) => {
        const name = categories[rest % categories.length];
        rest = Math.floor(rest / categories.length);
        return name;
      });
      cells.push([names.toReversed().join(' / '), count]);
    }
    return Object.fromEntries(cells);
  } finally {
    await warehouse.close();
  }
}

const woman = (pid: number, rest: Partial<TestPatient> = {}): TestPatient => ({ pid, birthYear: 1986, sex: 'female', ...rest });
const visit = (startYear: number | null, more: object = {}) => ({ status: 'finished', startYear, ...more });
const stay = (endYear: number, more: object = {}) => visit(endYear, { class: 'IMP', stayDays: 3, readmitted: false, ...more });
const ill = (chapter: number, year: number | null, icd3: string | null = null) => ({ chapter, year, icd3, status: 'active' });
const value = (loinc: string, amount: number | null, unit: string | null, year: number | null, ordinal: number) => ({
  loinc,
  value: amount,
  unit,
  year,
  ordinal,
});

describe('the products, counted by hand', () => {
  it('C02 puts patients without a ZIP code, or of a small area, apart', async () => {
    const areas = [null, '000', '021'].map((zip3, pid) => woman(pid, { person: { zip3 }, encounters: [visit(2020)] }));
    expect(await cellsOf('C02', [...areas, woman(9, { person: { zip3: '021' } })])).toEqual({
      'unknown / 40-49': 1,
      '000 / 40-49': 1,
      '021 / 40-49': 1,
    });
  });

  it('C03 bands the visits of the year by class, twelve and more as one', async () => {
    const many = Array.from({ length: 30 }, () => visit(2026, { class: 'EMER' }));
    const encounters = [...many, visit(2026), visit(2026, { class: 'FLD' }), visit(2025), { status: 'planned', startYear: 2026 }];
    expect(await cellsOf('C03', [woman(1, { birthYear: null, encounters })])).toEqual({
      'AMB / 1 / female': 1,
      'EMER / 12+ / female': 1,
      'OTHER / 1 / female': 1,
    });
  });

  it('C05 counts categories of the public list, once a patient', async () => {
    const conditions = [ill(9, 2020, 'I10'), ill(9, null, 'I10'), ill(1, 2020, 'A00'), ill(4, 2027, 'E11'), ill(4, 2026, 'E78')];
    expect(await cellsOf('C05', [woman(1, { conditions })])).toEqual({ 'I10 / female / 40-49': 1, 'E78 / female / 40-49': 1 });
  });

  it('C06 counts what is new after two clean years, in patients the hospital had seen before', async () => {
    const conditions = [
      ill(9, 2026),
      ill(10, 2026),
      ill(10, 2024),
      ill(11, 2026),
      ill(11, 2023),
      ill(12, 2026),
      ill(12, null),
      ill(13, 2025),
    ];
    const cells = await cellsOf('C06', [
      woman(1, { conditions, encounters: [visit(2024)] }),
      woman(2, { conditions, encounters: [visit(2025), visit(null)] }),
    ]);
    expect(cells).toEqual({ 'IX I00-I99 / female / 40-49': 1, 'XI K00-K95 / female / 40-49': 1 });
  });

  it('C07 counts each pair of chapters', async () => {
    const conditions = [ill(1, 2020), ill(9, 2020), ill(22, null), ill(9, 2019), ill(5, 2027)];
    expect(await cellsOf('C07', [woman(1, { conditions })])).toEqual({
      'I & IX / female': 1,
      'I & XXII / female': 1,
      'IX & XXII / female': 1,
    });
  });

  it('C08 takes the last value of each test, in its unit and up to the year', async () => {
    const observations = [
      value('2345-7', 500, 'mg/dL', 2025, 3),
      value('2339-0', 50, 'mg/dL', 2026, 4),
      value('2345-7', 200, 'mg/dL', 2027, 9),
      value('2345-7', 200, 'mmol/L', 2026, 8),
      value('718-7', 5.9, 'g/dL', null, 0),
      value('2951-2', 158, 'mmol/L', 2020, 1),
      value('2823-3', null, null, 2020, 2),
    ];
    expect(await cellsOf('C08', [woman(1, { more: { observations } })])).toEqual({
      'glucose / 02 / female': 1,
      'haemoglobin / 01 / female': 1,
      'sodium / 20 / female': 1,
    });
  });

  it('C09 takes the last of each vital sign', async () => {
    const observations = [
      value('39156-5', 25, 'kg/m2', 2026, 2),
      value('39156-5', 15, 'kg/m2', 2020, 1),
      value('8480-6', 180, 'mm[Hg]', 2026, 3),
    ];
    expect(await cellsOf('C09', [woman(1, { more: { observations } }), woman(2, { birthYear: null, more: { observations } })])).toEqual({
      'bmi 25 to <30 / female / 40-49': 1,
      'systolic 180+ / female / 40-49': 1,
    });
  });

  it('C10 takes the longest stay that ended in the year', async () => {
    const encounters = [stay(2026, { stayDays: 6 }), stay(2026, { stayDays: 0 }), stay(2025, { stayDays: 40 }), visit(2026)];
    expect(await cellsOf('C10', [woman(1, { encounters }), woman(2, { encounters: [stay(2026, { stayDays: 366 })] })])).toEqual({
      '5-6 / 40-49': 1,
      '30+ / 40-49': 1,
    });
  });

  it('C11 counts both outcomes of who had both, and no stay that ended in death', async () => {
    const encounters = [stay(2026, { readmitted: true }), stay(2026), stay(2026)];
    const dead = woman(2, { encounters: [stay(2026, { died: true })] });
    expect(await cellsOf('C11', [woman(1, { encounters }), dead, woman(3, { encounters: [stay(2026, { readmitted: null })] })])).toEqual({
      'not_readmitted / female / 40-49': 1,
      'readmitted / female / 40-49': 1,
    });
  });

  it('C12 counts a patient as died if one of her stays ended so', async () => {
    const outpatient = woman(3, { encounters: [visit(2026, { died: true })] });
    const cells = await cellsOf('C12', [
      woman(1, { encounters: [stay(2026), stay(2026, { died: true })] }),
      woman(2, { encounters: [stay(2026)] }),
      outpatient,
    ]);
    expect(cells).toEqual({ 'died / female / 40-49': 1, 'alive / female / 40-49': 1 });
  });

  it('C13 counts the year’s dead and the living, and nobody who died before or at an unknown time', async () => {
    const cells = await cellsOf(
      'C13',
      [2026, 2025, null, 2027].map((deathYear, pid) => woman(pid, { encounters: [visit(2020)], person: { deceased: true, deathYear } })),
    );
    expect(cells).toEqual({ 'died_in_year / female / 40-49': 1, 'alive / female / 40-49': 1 });
  });

  it('C14 and C15 count classes of medicines of the year', async () => {
    const medications = ['C10', 'C10', 'B01', 'other', 'N02'].map((drugClass) => ({ drugClass, year: 2026 }));
    const patients = [woman(1, { more: { medications: [...medications, { drugClass: 'A10', year: 2025 }] } })];
    expect(Object.keys(await cellsOf('C14', patients))).toEqual(['B01', 'C10', 'N02', 'other'].map((name) => `${name} / female / 40-49`));
    expect(await cellsOf('C15', patients)).toEqual({ '3-4 / female / 40-49': 1 });
  });

  it('C16, C17 and C18 count groups, vaccines and categories once', async () => {
    const patients = [
      woman(1, {
        more: {
          procedures: [
            { group: 'surgery', year: 2026 },
            { group: 'surgery', year: 2026 },
            { group: 'imaging', year: 2025 },
          ],
          immunizations: [
            { cvx: '140', year: 2020 },
            { cvx: '140', year: 2021 },
            { cvx: '08', year: 2027 },
            { cvx: '999', year: 2020 },
          ],
          allergies: [{ category: 'food' }, { category: 'food' }, { category: 'unknown' }],
        },
      }),
    ];
    expect(await cellsOf('C16', patients)).toEqual({ 'surgery / female / 40-49': 1 });
    expect(await cellsOf('C17', patients)).toEqual({ '140 influenza, preservative free / 40-49': 1 });
    expect(await cellsOf('C18', patients)).toEqual({ 'food / female / 40-49': 1, 'unknown / female / 40-49': 1 });
  });

  it('C19 says which elements records have', async () => {
    const bare: TestPatient = { pid: 1, birthYear: null, sex: 'unknown' };
    const full = woman(2, {
      person: { zip3: '000' },
      encounters: [visit(2026)],
      conditions: [ill(9, 2027), ill(9, 2026)],
      more: {
        allergies: [{ category: 'food' }],
        immunizations: [{ cvx: '999', year: 2020 }],
        medications: [{ drugClass: 'B01', year: 2027 }],
      },
    });
    expect(await cellsOf('C19', [bare, full])).toEqual({
      'any_record / other_or_unknown': 1,
      ...Object.fromEntries(
        ['any_record', 'birth_year', 'sex', 'zip3', 'finished_encounter', 'coded_condition', 'allergy'].map((name) => [
          `${name} / female`,
          1,
        ]),
      ),
    });
  });

  it('C20 counts kinship by chapter', async () => {
    const family = [
      { relation: 'parent' as const, icdChapter: 9 },
      { relation: 'parent' as const, icdChapter: 9 },
      { relation: 'other' as const, icdChapter: 2 },
      { relation: 'child' as const, icdChapter: null },
    ];
    expect(await cellsOf('C20', [woman(1, { birthYear: null, more: { family } })])).toEqual({
      'parent / IX I00-I99': 1,
      'other / II C00-D49': 1,
    });
  });
});
