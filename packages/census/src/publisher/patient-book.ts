import { type Hex, isAddress, isHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import type { Collection } from './ports.ts';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32));

const entry = z.strictObject({
  /** The relationship's name: the patient's address in it, lower case. */
  relationship: z.custom<Hex>(isAddress),
  /** X25519: locators are encrypted to it. */
  encryptionKey: bytes32,
  /** Position on the custody branch; null when the patient's own wallet holds the key. */
  custodyIndex: z.int().nonnegative().nullable(),
  /** What her wallet signed, until the chain has it. */
  registration: z
    .strictObject({ commitment: bytes32, deadline: z.string().regex(/^\d{1,20}$/), consent: z.custom<Hex>((value) => isHex(value, 65)) })
    .nullable(),
  /** The address in custody that her own took the place of, until the chain has its relationship's end. */
  former: z.custom<Hex>(isAddress).nullable(),
});

/** One patient's relationship as the hospital planned it; whether it came about, the chain says. */
export type BookEntry = z.infer<typeof entry>;

/** Which address is which patient's. Durable before the address is used, so that a restart uses the same. */
export interface PatientBook {
  get(patient: Hex): BookEntry | undefined;
  patientOf(relationship: Hex): Hex | undefined;
  entries(): Iterable<readonly [patient: Hex, entry: BookEntry]>;
  readonly size: number;
  put(patient: Hex, entry: BookEntry): Promise<void>;
  /** The next unused position on the custody branch. */
  nextCustodyIndex(): number;
}

export async function openPatientBook(stored: Collection): Promise<PatientBook> {
  const book = new Map<Hex, BookEntry>();
  const patients = new Map<Hex, Hex>();
  let custodyIndex = 0;
  const take = (patient: Hex, value: BookEntry): void => {
    const before = book.get(patient);
    if (before !== undefined) patients.delete(before.relationship);
    book.set(patient, value);
    patients.set(value.relationship, patient);
    custodyIndex = Math.max(custodyIndex, (value.custodyIndex ?? -1) + 1);
  };
  for await (const [patient, value] of stored.entries()) take(patient as Hex, entry.parse(value));
  return {
    get: (patient) => book.get(patient),
    patientOf: (relationship) => patients.get(relationship.toLowerCase() as Hex),
    entries: () => book.entries(),
    get size() {
      return book.size;
    },
    async put(patient, value) {
      await stored.put(patient, value);
      take(patient, value);
    },
    nextCustodyIndex: () => custodyIndex++,
  };
}
