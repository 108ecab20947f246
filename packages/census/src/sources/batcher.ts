import type { ClinicalResource } from '../record/index.ts';
import { decodeResource } from './fhir/decode-resource.ts';
import type { FullUrls } from './fhir/patient-reference.ts';
import type { ReadContext, Rejection, ResourceBatch } from './source.ts';

const BATCH_RESOURCES = 1000;

export type Place = Omit<Rejection, 'reason'>;

/** Gathers resources until there is a batch's worth, and reports what cannot be decoded. Every source passes this one gate. */
export interface Batcher {
  /** @param urls where the Bundle's `fullUrl`s lead, when the value came in one: its patient's resources stand together */
  add(value: unknown, at: Place, urls?: FullUrls, fallbackId?: string): void;
  /** All that one row or message gives, or nothing of it: a record of which a part is broken is not half counted. */
  addTogether(values: readonly unknown[], at: Place, whole?: 'whole'): void;
  reject(at: Place, reason: string): void;
  /** A batch when it is full, or whatever there is with `rest`. */
  take(rest?: 'rest'): ResourceBatch | undefined;
}

export function createBatcher(context: Pick<ReadContext, 'onRejected'>): Batcher {
  let resources: ClinicalResource[] = [];
  let patientsWhole = true;
  let unresolved = 0;
  const reject = (at: Place, reason: string): void => context.onRejected({ ...at, reason });

  return {
    reject,
    add(value, at, urls, fallbackId) {
      const decoded = decodeResource(value, urls, fallbackId);
      if (decoded.resource === undefined) return reject(at, decoded.reason);
      resources.push(decoded.resource);
      if (decoded.unresolved) unresolved++;
      if (urls === undefined) patientsWhole = false;
    },
    addTogether(values, at, whole) {
      const found: ClinicalResource[] = [];
      for (const value of values) {
        const decoded = decodeResource(value);
        if (decoded.resource === undefined) return reject(at, decoded.reason);
        found.push(decoded.resource);
      }
      resources.push(...found);
      if (whole === undefined) patientsWhole = false;
    },
    take(rest) {
      if (resources.length === 0 || (rest === undefined && resources.length < BATCH_RESOURCES)) return undefined;
      const batch = { resources, patientsWhole, unresolved };
      resources = [];
      patientsWhole = true;
      unresolved = 0;
      return batch;
    },
  };
}
