/**
 * One clinical resource in the house's only record model: FHIR R4's JSON, whatever format it came from.
 * Sources make it, the vault keeps it, de-identification reads coded facts out of it.
 */
export interface ClinicalResource {
  /** FHIR resource type, for example `Observation`. */
  readonly type: string;
  /** Unique among the patient's resources of this type. At most 64 characters. */
  readonly id: string;
  /** Id of the patient it is about; `null` for what belongs to no patient (organisations, medications …). */
  readonly patientId: string | null;
  /** `meta.lastUpdated` in milliseconds since 1970; `null` when not given. */
  readonly lastUpdatedMs: number | null;
  /** Canonical JSON (RFC 8785). */
  readonly json: string;
}

/** `type/id`: the order of a record's leaves, and a resource's name within a record. */
export function resourceName(resource: Pick<ClinicalResource, 'type' | 'id'>): string {
  return `${resource.type}/${resource.id}`;
}

/** Orders resources by `type/id`, by UTF-16 code units, as the protocol orders a record's leaves. */
export function compareResources(a: Pick<ClinicalResource, 'type' | 'id'>, b: Pick<ClinicalResource, 'type' | 'id'>): number {
  const left = resourceName(a);
  const right = resourceName(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
