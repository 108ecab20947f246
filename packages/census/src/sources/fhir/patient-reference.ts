import { z } from 'zod';

/** Where each `fullUrl` of a Bundle leads: to a patient's id, or to something else (`null`). */
export type FullUrls = ReadonlyMap<string, string | null>;

// The elements by which R4 resources name the one patient they are about, most common first.
const PATIENT_ELEMENTS = ['subject', 'patient', 'beneficiary', 'individual', 'for'] as const;

const reference = z.object({ reference: z.string().max(2048) });

// Relative, absolute and versioned forms (R4, section 2.3.0.1).
const PATIENT_REFERENCE = /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** The patient a resource is about, or `null`; `unresolved` when it names one by a `urn:` that nothing resolves. */
export function patientOf(resource: Record<string, unknown>, urls?: FullUrls): { id: string | null; unresolved: boolean } {
  let unresolved = false;
  for (const element of PATIENT_ELEMENTS) {
    if (resource[element] === undefined) continue;
    const parsed = reference.safeParse(resource[element]);
    if (!parsed.success) continue;
    const target = parsed.data.reference;
    const known = urls?.get(target);
    if (known) return { id: known, unresolved: false };
    if (known === null) continue;
    const id = PATIENT_REFERENCE.exec(target)?.[1];
    if (id !== undefined) return { id, unresolved: false };
    unresolved ||= target.startsWith('urn:');
  }
  return { id: null, unresolved };
}
