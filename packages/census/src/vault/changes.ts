import { randomBytes } from 'node:crypto';
import { bytesToHex, equalBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { type Database, KIND, type Write } from './database.ts';
import { listPatients, type PatientRef, readPatient } from './patients.ts';

/** Who must follow a patient's changes: the warehouse counts her anew, the publisher sends a new root. */
export type ChangeFollower = 'warehouse' | 'publisher';

export interface PatientChange {
  readonly patient: PatientRef;
  readonly follower: ChangeFollower;
  /** Of the latest change: clearing an earlier one leaves the mark. */
  readonly token: Hex;
}

const FOLLOWERS: Readonly<Record<ChangeFollower, number>> = { warehouse: 0x77, publisher: 0x70 };

/** Marks that go into the same batch as the change itself, so that a crash loses neither or both. */
export function changeWrites(pseudonym: Uint8Array): Write[] {
  const value = randomBytes(8);
  return (Object.keys(FOLLOWERS) as ChangeFollower[]).map((follower) => ({ type: 'put', key: changeKey(follower, pseudonym), value }));
}

export async function* listChanges(database: Database, follower: ChangeFollower): AsyncGenerator<PatientChange> {
  for await (const [key, token] of database.scan(changeKey(follower, new Uint8Array(0)))) {
    const patient = await readPatient(database, bytesToHex(key.subarray(2)));
    if (patient) yield { patient, follower, token: bytesToHex(token) };
  }
}

export async function isChanged(database: Database, follower: ChangeFollower, pseudonym: Hex): Promise<boolean> {
  return (await database.get(changeKey(follower, hexToBytes(pseudonym)))) !== undefined;
}

/** Takes the marks away, save where the patient changed again after they were read. */
export async function clearChanges(database: Database, changes: readonly PatientChange[]): Promise<void> {
  const keys = changes.map((change) => changeKey(change.follower, hexToBytes(change.patient.pseudonym)));
  const tokens = await database.getMany(keys);
  const settled = keys.filter((_, position) => {
    const token = tokens[position];
    return token !== undefined && equalBytes(token, hexToBytes((changes[position] as PatientChange).token));
  });
  if (settled.length > 0)
    await database.write(
      settled.map((key) => ({ type: 'del', key })),
      { durable: true },
    );
}

const MARKS_AT_ONCE = 10_000;

/** Marks every patient for one follower, which has lost what it knew. */
export async function markAllChanged(database: Database, follower: ChangeFollower): Promise<void> {
  let writes: Write[] = [];
  for await (const { pseudonym } of listPatients(database)) {
    writes.push({ type: 'put', key: changeKey(follower, hexToBytes(pseudonym)), value: randomBytes(8) });
    if (writes.length < MARKS_AT_ONCE) continue;
    await database.write(writes);
    writes = [];
  }
  if (writes.length > 0) await database.write(writes, { durable: true });
}

function changeKey(follower: ChangeFollower, pseudonym: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([KIND.change, FOLLOWERS[follower]]), pseudonym]);
}
