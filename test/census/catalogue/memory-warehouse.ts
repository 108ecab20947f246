import { openWarehouse, type Warehouse } from '@medrec/census/warehouse';

export interface TestPatient {
  readonly pid: number;
  readonly birthYear: number | null;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly encounters?: readonly { status: string; startYear: number | null }[];
  readonly conditions?: readonly { chapter: number | null; year: number | null; status: string }[];
}

/** The real warehouse in memory, filled in the order given. The caller closes it. */
export async function createMemoryWarehouse(patients: readonly TestPatient[]): Promise<Warehouse> {
  const warehouse = await openWarehouse(':memory:');
  await warehouse.replacePatients(
    patients.map(({ pid, birthYear, sex, encounters = [], conditions = [] }) => ({
      pid: BigInt(pid),
      facts: {
        person: { birthYear, sex, zip3: null, deceased: false, deathYear: null },
        encounters: encounters.map(({ status, startYear }) => ({ class: 'AMB', status, startYear, endYear: startYear })),
        conditions: conditions.map(({ chapter, year, status }) => ({ icdChapter: chapter, year, status })),
        observations: [],
        immunizations: [],
        family: [],
      },
    })),
  );
  return warehouse;
}
