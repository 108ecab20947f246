import type { CensusFacts, EncounterFact } from '@medrec/census/record';
import { openWarehouse, type Warehouse } from '@medrec/census/warehouse';

export interface TestPatient {
  readonly pid: number | bigint;
  readonly birthYear: number | null;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly encounters?: readonly (Partial<EncounterFact> & { status: string; startYear: number | null })[];
  readonly conditions?: readonly { chapter: number | null; year: number | null; status: string; icd3?: string | null }[];
  /** Whatever else she has. */
  readonly more?: Partial<Omit<CensusFacts, 'encounters' | 'conditions' | 'person'>>;
  readonly person?: Partial<CensusFacts['person']>;
}

const NOTHING = { observations: [], immunizations: [], family: [], medications: [], procedures: [], allergies: [] };
const VISIT = { class: 'AMB', stayDays: null, died: false, readmitted: null };

function factsOf({ birthYear, sex, encounters = [], conditions = [], more = {}, person = {} }: TestPatient): CensusFacts {
  return {
    person: { birthYear, sex, zip3: null, deceased: false, deathYear: null, ...person },
    encounters: encounters.map((fact) => ({ ...VISIT, endYear: fact.startYear, ...fact })),
    conditions: conditions.map(({ chapter, icd3 = null, year, status }) => ({ icdChapter: chapter, icd3, year, status })),
    ...NOTHING,
    ...more,
  };
}

/** The real warehouse in memory, filled in the order given. The caller closes it. */
export async function createMemoryWarehouse(patients: readonly TestPatient[]): Promise<Warehouse> {
  const warehouse = await openWarehouse(':memory:');
  await warehouse.replacePatients(patients.map((patient) => ({ pid: BigInt(patient.pid), facts: factsOf(patient) })));
  return warehouse;
}
