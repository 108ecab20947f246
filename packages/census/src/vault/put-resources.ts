import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { ClinicalResource } from '../record/index.ts';
import { changeWrites } from './changes.ts';
import type { Database, Write } from './database.ts';
import { newPatient, ownerName, patientKey } from './patients.ts';
import { openResource, resourceKey, sealResource } from './resources.ts';

/** What became of a resource: of two with one name the newer stays, of two alike one, of two of one age the later read. */
export type PutOutcome = 'added' | 'replaced' | 'identical' | 'stale';

export interface PutReport {
  /** One for each resource given, in order. */
  readonly outcomes: readonly PutOutcome[];
  readonly newPatients: number;
  /** Pseudonyms of the patients whose resources changed. */
  readonly changed: readonly Hex[];
}

/** Writes a batch in one atomic step: resources, patients seen for the first time, and marks on those that changed. */
export async function putResources(database: Database, resources: readonly ClinicalResource[]): Promise<PutReport> {
  const names = createOwnerNames(database);
  const keys = resources.map((resource) => resourceKey(database, resource, names.of(resource.patientId)));
  const stored = await database.getMany(keys);

  const outcomes: PutOutcome[] = [];
  const latest = new Map<string, { readonly key: Buffer; readonly resource: ClinicalResource }>();
  resources.forEach((resource, position) => {
    const key = keys[position] as Buffer;
    const name = key.toString('latin1');
    const sealed = stored[position];
    const before = latest.get(name)?.resource ?? (sealed && openResource(database, key, sealed));
    const outcome = compare(before, resource);
    outcomes.push(outcome);
    if (outcome === 'added' || outcome === 'replaced') latest.set(name, { key, resource });
  });

  const writes: Write[] = [];
  const changed = new Map<string, string>();
  for (const { key, resource } of latest.values()) {
    writes.push({ type: 'put', key, value: sealResource(database, key, resource) });
    if (resource.patientId !== null) changed.set(names.of(resource.patientId).toString('latin1'), resource.patientId);
  }
  const unknown = await unknownPatients(database, changed, names);
  for (const patientId of unknown) writes.push(newPatient(database, patientId));
  const pseudonyms = [...changed.values()].map((patientId) => names.of(patientId));
  for (const pseudonym of pseudonyms) writes.push(...changeWrites(pseudonym));
  if (writes.length > 0) await database.write(writes);
  return { outcomes, newPatients: unknown.length, changed: pseudonyms.map((pseudonym) => bytesToHex(pseudonym)) };
}

function compare(before: ClinicalResource | undefined, after: ClinicalResource): PutOutcome {
  if (before === undefined) return 'added';
  if (before.json === after.json) return 'identical';
  return (after.lastUpdatedMs ?? -Infinity) < (before.lastUpdatedMs ?? -Infinity) ? 'stale' : 'replaced';
}

async function unknownPatients(database: Database, changed: ReadonlyMap<string, string>, names: OwnerNames): Promise<string[]> {
  const ids = [...changed.values()];
  const found = await database.getMany(ids.map((id) => patientKey(names.of(id))));
  return ids.filter((_, position) => found[position] === undefined);
}

interface OwnerNames {
  of(patientId: string | null): Buffer;
}

/** A batch names few patients and many resources: each HMAC is taken once. */
function createOwnerNames(database: Database): OwnerNames {
  const known = new Map<string | null, Buffer>();
  return {
    of(patientId) {
      const found = known.get(patientId) ?? ownerName(database, patientId);
      known.set(patientId, found);
      return found;
    },
  };
}
