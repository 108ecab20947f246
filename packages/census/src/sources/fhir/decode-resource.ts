import { z } from 'zod';
import { type ClinicalResource, canonicalResource, FHIR_ID } from '../../record/index.ts';
import { type FullUrls, patientOf } from './patient-reference.ts';
import { hasStructure } from './structure.ts';

const envelope = z.object({
  resourceType: z.string().regex(/^[A-Z][A-Za-z]{1,63}$/),
  id: z.string().regex(FHIR_ID).optional(),
  meta: z.object({ lastUpdated: z.string().max(40).optional() }).optional(),
});

export type Decoded =
  | { readonly resource: ClinicalResource; readonly unresolved: boolean; readonly reason?: never }
  | { readonly resource?: never; readonly reason: string };

/**
 * Checks a parsed JSON value's envelope (type, id, version) and makes it a resource of the house. Its content stays as
 * it came; what the census reads of it is decoded field by field in `deid`.
 * @param fallbackId the id its Bundle gives it, for resources that carry none
 * @param urls where the Bundle's `fullUrl`s lead
 */
export function decodeResource(value: unknown, urls?: FullUrls, fallbackId?: string): Decoded {
  if (value === undefined) return { reason: 'RESOURCE_MISSING' };
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { reason: 'NOT_AN_OBJECT' };
  const parsed = envelope.safeParse(value);
  if (!parsed.success) return { reason: parsed.error.issues[0]?.path[0] === 'id' ? 'ID_INVALID' : 'RESOURCE_INVALID' };
  const { resourceType: type, meta } = parsed.data;
  if (type === 'Bundle') return { reason: 'BUNDLE_NESTED' };
  const id = parsed.data.id ?? fallbackId;
  if (id === undefined) return { reason: 'ID_MISSING' };
  if (!hasStructure(value as Record<string, unknown>, type)) return { reason: 'STRUCTURE_INVALID' };
  const patient = type === 'Patient' ? { id, unresolved: false } : patientOf(value as Record<string, unknown>, urls);
  const updated = meta?.lastUpdated === undefined ? Number.NaN : Date.parse(meta.lastUpdated);
  const json = canonicalOrNull(value);
  if (json === null) return { reason: 'JSON_NOT_CANONICAL' };
  const resource = { type, id, patientId: patient.id, lastUpdatedMs: Number.isNaN(updated) ? null : updated, json };
  return { resource, unresolved: patient.unresolved };
}

/** `null` for what RFC 8785 has no text for (a lone surrogate) and for nesting too deep to walk. */
function canonicalOrNull(value: unknown): string | null {
  try {
    return canonicalResource(value);
  } catch {
    return null;
  }
}
