import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { z } from 'zod';
import { type ClinicalResource, compareResources, resourceName } from '../record/index.ts';
import { type Database, KIND } from './database.ts';
import { ownerName, PSEUDONYM_BYTES } from './patients.ts';

const header = z.tuple([z.string(), z.string(), z.string().nullable(), z.number().nullable()]);

const NAME_BYTES = 16;

export function resourceKey(database: Database, resource: ClinicalResource, owner: Buffer): Buffer {
  return Buffer.concat([Buffer.from([KIND.resource]), owner, database.keys.name('resource', resourceName(resource), NAME_BYTES)]);
}

/** One resource as a value: a header line, so that its place is known without parsing it, and its canonical JSON. */
export function sealResource(database: Database, key: Buffer, resource: ClinicalResource): Buffer {
  const head = JSON.stringify([resource.type, resource.id, resource.patientId, resource.lastUpdatedMs]);
  return database.cipher.seal(key, `${head}\n${resource.json}`);
}

export function openResource(database: Database, key: Buffer, sealed: Buffer): ClinicalResource {
  const text = database.cipher.open(key, sealed);
  const end = text.indexOf('\n');
  const [type, id, patientId, lastUpdatedMs] = header.parse(JSON.parse(text.slice(0, end)));
  return { type, id, patientId, lastUpdatedMs, json: text.slice(end + 1) };
}

/** A patient's resources ordered by `type/id`; those of no patient for `null`. */
export async function readResources(database: Database, pseudonym: Hex | null): Promise<ClinicalResource[]> {
  const owner = pseudonym === null ? ownerName(database, null) : Buffer.from(hexToBytes(pseudonym)).subarray(0, PSEUDONYM_BYTES);
  const found: ClinicalResource[] = [];
  for await (const [key, sealed] of database.scan(Buffer.concat([Buffer.from([KIND.resource]), owner]))) {
    found.push(openResource(database, key, sealed));
  }
  return found.sort(compareResources);
}
