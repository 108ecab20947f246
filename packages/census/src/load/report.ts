import type { FactNotes } from '../deid/index.ts';
import type { Rejection, ResourceBatch } from '../sources/index.ts';
import type { PutReport } from '../vault/index.ts';

/** What a load did. Holds counts, codes, and places in the operator's own files; never content. */
export interface LoadReport {
  readonly source: string;
  readonly files: { readonly loaded: number; readonly alreadyLoaded: number; readonly unreadable: number };
  readonly resources: {
    readonly read: number;
    /** As read, duplicates included. */
    readonly readByType: Readonly<Record<string, number>>;
    readonly added: number;
    /** A newer version took the older one's place. */
    readonly replaced: number;
    readonly duplicates: { readonly identical: number; readonly stale: number };
    readonly withoutPatient: number;
    readonly unresolvedReferences: number;
  };
  readonly patients: {
    /** Distinct patients whose record holds a Patient resource that this load read for the first time. */
    readonly added: number;
    /** Patient resources whose id was there already. */
    readonly duplicates: number;
    /** Distinct patients first met in this load, those that are only referred to included. */
    readonly met: number;
  };
  readonly rejected: {
    readonly total: number;
    readonly byReason: Readonly<Record<string, number>>;
    /** The first hundred, by file and line. */
    readonly first: readonly Rejection[];
  };
  readonly census: {
    /** Patients whose facts were written to the warehouse. */
    readonly patients: number;
    /** Entered in error, refuted or cancelled, by type: kept in the record, not counted. */
    readonly excludedByType: Readonly<Record<string, number>>;
    readonly unmappedConditions: number;
    /** Conditions per code without a chapter; at most a thousand codes. */
    readonly unmappedCodes: Readonly<Record<string, number>>;
    /** Measurements whose unit tells nothing, by LOINC code: counted as done, without their value. */
    readonly unusableUnits: Readonly<Record<string, number>>;
  };
  readonly seconds: number;
}

export interface Tally extends FactNotes {
  file(outcome: keyof LoadReport['files']): void;
  batch(batch: ResourceBatch, put: PutReport): void;
  rejection(rejection: Rejection): void;
  patientsWritten(patients: number): void;
  resourcesRead(): number;
  report(source: string, seconds: number): LoadReport;
}

const MAX_REJECTIONS_SHOWN = 100;
const MAX_CODES_SHOWN = 1000;

export function createTally(): Tally {
  const files = { loaded: 0, alreadyLoaded: 0, unreadable: 0 };
  const outcomes = { added: 0, replaced: 0, identical: 0, stale: 0 };
  const patientCounts = { added: 0, duplicates: 0, met: 0 };
  const readByType = new Map<string, number>();
  const byReason = new Map<string, number>();
  const excluded = new Map<string, number>();
  const codes = new Map<string, number>();
  const units = new Map<string, number>();
  const first: Rejection[] = [];
  let withoutPatient = 0;
  let unresolvedReferences = 0;
  let written = 0;

  const addResources = ({ resources, unresolved }: ResourceBatch, put: PutReport): void => {
    unresolvedReferences += unresolved;
    patientCounts.met += put.newPatients;
    resources.forEach((resource, position) => {
      count(readByType, resource.type);
      if (resource.patientId === null) withoutPatient++;
      const outcome = put.outcomes[position] ?? 'identical';
      outcomes[outcome]++;
      if (resource.type === 'Patient') patientCounts[outcome === 'added' ? 'added' : 'duplicates']++;
    });
  };

  return {
    file: (outcome) => void files[outcome]++,
    batch: addResources,
    rejection(rejection) {
      count(byReason, rejection.reason);
      if (first.length < MAX_REJECTIONS_SHOWN) first.push(rejection);
    },
    excluded: (type) => count(excluded, type),
    unmapped: (code) => countCode(codes, code),
    unusable: (loinc) => countCode(units, loinc),
    patientsWritten(patients) {
      written += patients;
    },
    resourcesRead: () => sum(readByType),
    report: (source, seconds) => ({
      source,
      files,
      resources: {
        read: sum(readByType),
        readByType: sorted(readByType),
        added: outcomes.added,
        replaced: outcomes.replaced,
        duplicates: { identical: outcomes.identical, stale: outcomes.stale },
        withoutPatient,
        unresolvedReferences,
      },
      patients: patientCounts,
      rejected: { total: sum(byReason), byReason: sorted(byReason), first },
      census: {
        patients: written,
        excludedByType: sorted(excluded),
        unmappedConditions: sum(codes),
        unmappedCodes: sorted(codes),
        unusableUnits: sorted(units),
      },
      seconds,
    }),
  };
}

/** Codes come from outside: no more than so many are told apart. */
function countCode(counts: Map<string, number>, code: string): void {
  count(counts, counts.has(code) || counts.size < MAX_CODES_SHOWN ? code : 'further codes');
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, value) => total + value, 0);
}

/** Most frequent first. */
function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)));
}
