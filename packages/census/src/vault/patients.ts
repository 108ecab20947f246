import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { z } from 'zod';
import { type Database, KIND, type Write } from './database.ts';

/** A patient as the rest of the house knows her: by nothing that names her. */
export interface PatientRef {
  /** 16 bytes; the vault's name for her, an HMAC of her id. Stays inside the hospital. */
  readonly pseudonym: Hex;
  /** 16 random bytes: what the locator on the chain hides. */
  readonly handle: Hex;
  /** Random; her number in the warehouse, in 1..2^62. */
  readonly pid: bigint;
}

const entry = z.strictObject({ id: z.string(), handle: z.string(), pid: z.string() });

/** Owner of what belongs to no patient. No FHIR id has this form. */
const SHARED_OWNER = '*shared*';

export const PSEUDONYM_BYTES = 16;

export function ownerName(database: Database, patientId: string | null): Buffer {
  return database.keys.name('patient', patientId ?? SHARED_OWNER, PSEUDONYM_BYTES);
}

export function patientKey(pseudonym: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([KIND.patient]), pseudonym]);
}

/** The write that makes a patient known, with a fresh handle and warehouse number. */
export function newPatient(database: Database, patientId: string): Write {
  const key = patientKey(ownerName(database, patientId));
  const pid = (randomBytes(8).readBigUInt64BE() >> 2n) + 1n;
  const text = JSON.stringify({ id: patientId, handle: bytesToHex(randomBytes(16)), pid: pid.toString() });
  return { type: 'put', key, value: database.cipher.seal(key, text) };
}

export async function readPatient(database: Database, pseudonym: Hex): Promise<PatientRef | undefined> {
  const key = patientKey(hexToBytes(pseudonym));
  const sealed = await database.get(key);
  return sealed && openPatient(database, key, sealed);
}

/** All patients, in the order of their pseudonyms, which tells nothing. */
export async function* listPatients(database: Database): AsyncGenerator<PatientRef> {
  for await (const [key, sealed] of database.scan(Buffer.from([KIND.patient]))) yield openPatient(database, key, sealed);
}

function openPatient(database: Database, key: Buffer, sealed: Buffer): PatientRef {
  const { handle, pid } = entry.parse(JSON.parse(database.cipher.open(key, sealed)));
  return { pseudonym: bytesToHex(key.subarray(1)), handle: handle as Hex, pid: BigInt(pid) };
}
