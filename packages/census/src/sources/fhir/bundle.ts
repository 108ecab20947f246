import { z } from 'zod';
import { FHIR_ID } from '../../record/index.ts';

const entry = z.object({ fullUrl: z.string().max(2048).optional().catch(undefined), resource: z.unknown().optional() });
const bundle = z.object({ resourceType: z.literal('Bundle'), entry: z.array(z.unknown()).optional() });
const named = z.object({ resourceType: z.string(), id: z.string().regex(FHIR_ID).optional().catch(undefined) });

export interface BundleEntry {
  readonly fullUrl: string | undefined;
  readonly resource: unknown;
}

/** The entries of a parsed Bundle, unchecked; `undefined` when the value is none. */
export function bundleEntries(value: unknown): readonly unknown[] | undefined {
  // Most lines are no Bundle, and a schema's refusal costs more than all else that is done to them.
  if ((value as { resourceType?: unknown } | null)?.resourceType !== 'Bundle') return undefined;
  const parsed = bundle.safeParse(value);
  return parsed.success ? (parsed.data.entry ?? []) : undefined;
}

export function decodeEntry(value: unknown): BundleEntry | undefined {
  const parsed = entry.safeParse(value);
  return parsed.success ? { fullUrl: parsed.data.fullUrl, resource: parsed.data.resource } : undefined;
}

/** The id that a `urn:uuid:` or a RESTful `fullUrl` gives its resource. */
export function idOfFullUrl(fullUrl: string | undefined): string | undefined {
  const id = fullUrl?.startsWith('urn:uuid:') ? fullUrl.slice('urn:uuid:'.length) : fullUrl?.split('/').at(-1);
  return id !== undefined && FHIR_ID.test(id) ? id : undefined;
}

/** Notes where the entry's `fullUrl` leads, so that references to it can be resolved. */
export function noteFullUrl(urls: Map<string, string | null>, { fullUrl, resource }: BundleEntry): void {
  if (fullUrl === undefined) return;
  const parsed = named.safeParse(resource);
  if (!parsed.success) return;
  urls.set(fullUrl, parsed.data.resourceType === 'Patient' ? (parsed.data.id ?? idOfFullUrl(fullUrl) ?? null) : null);
}
