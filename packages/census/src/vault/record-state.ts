import { type Hex, hexToBytes, isAddress, isHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import { type Database, KIND } from './database.ts';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32));

const state = z.strictObject({
  /** The record salt: every leaf's salt comes from it. Deleting it unlinks the root. */
  salt: bytes32,
  root: bytes32,
  leafCount: z.int().positive(),
  /** The relationship's name: the patient's first address in it. */
  relationship: z.custom<Hex>((value) => isAddress(value)).nullable(),
  /** Position among the relationship's pointers on the chain. */
  index: z.int().nonnegative().nullable(),
  /** `sealed` has a root that is not sent; `sent` waits for its confirmations; `confirmed` stands on the chain. */
  status: z.enum(['sealed', 'sent', 'confirmed']),
});

/** How far a patient's record has come on its way onto the chain. */
export type RecordState = z.infer<typeof state>;

export async function readRecordState(database: Database, pseudonym: Hex): Promise<RecordState | undefined> {
  const key = stateKey(pseudonym);
  const sealed = await database.get(key);
  return sealed && state.parse(JSON.parse(database.cipher.open(key, sealed)));
}

/** Durable when it returns. */
export async function writeRecordState(database: Database, pseudonym: Hex, value: RecordState): Promise<void> {
  const key = stateKey(pseudonym);
  await database.write([{ type: 'put', key, value: database.cipher.seal(key, JSON.stringify(state.parse(value))) }], { durable: true });
}

function stateKey(pseudonym: Hex): Buffer {
  return Buffer.concat([Buffer.from([KIND.state]), hexToBytes(pseudonym)]);
}
