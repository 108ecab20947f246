/** What is in a generated set and how often each kind of mess: what a load of it must find. */
export interface GeneratedManifest {
  readonly format: 'medrec-generated/1';
  readonly patients: number;
  readonly seed: number;
  /** Ages are those on 31 December of this year; nothing happens after it. */
  readonly referenceYear: number;
  readonly prevalence: string;
  readonly files: readonly {
    readonly path: string;
    /** Resource type of its lines. */
    readonly type: string;
    /** All of them, broken ones included. */
    readonly lines: number;
    /** Of the text before it is packed. */
    readonly sha256: string;
  }[];
  readonly mess: Mess;
}

export interface Mess {
  /** Patients. */
  missingBirthDate: number;
  unknownGender: number;
  /** Patient lines written twice, alike. */
  duplicatePatients: number;
  /** Other lines written twice, alike. */
  repeatedResources: number;
  /** Conditions with a later version after the first … */
  updatedResources: number;
  /** … and with the later one before it. */
  outdatedResources: number;
  enteredInErrorEncounters: number;
  /** In chapters that the patient need not have. */
  enteredInErrorConditions: number;
  refutedConditions: number;
  enteredInErrorObservations: number;
  /** Lines cut short: one in five thousand of each file. */
  malformedLines: number;
  crlfLines: number;
}

export function createMess(): Mess {
  return {
    missingBirthDate: 0,
    unknownGender: 0,
    duplicatePatients: 0,
    repeatedResources: 0,
    updatedResources: 0,
    outdatedResources: 0,
    enteredInErrorEncounters: 0,
    enteredInErrorConditions: 0,
    refutedConditions: 0,
    enteredInErrorObservations: 0,
    malformedLines: 0,
    crlfLines: 0,
  };
}
