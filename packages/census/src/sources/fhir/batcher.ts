import type { ClinicalResource } from '../../record/index.ts';
import type { ReadContext, Rejection, ResourceBatch } from '../source.ts';
import { type BundleEntry, bundleEntries, decodeEntry, idOfFullUrl, noteFullUrl } from './bundle.ts';
import { decodeResource } from './decode-resource.ts';
import type { FullUrls } from './patient-reference.ts';

const BATCH_RESOURCES = 1000;

/** Gathers decoded resources until there is a batch's worth, and reports what cannot be decoded. */
export interface Batcher {
  addJson(text: string, at: Omit<Rejection, 'reason'>): void;
  addEntry(entry: BundleEntry, urls: FullUrls, at: Omit<Rejection, 'reason'>): void;
  /** A batch when it is full, or whatever there is with `rest`. */
  take(rest?: 'rest'): ResourceBatch | undefined;
}

export function createBatcher(context: Pick<ReadContext, 'onRejected'>): Batcher {
  let resources: ClinicalResource[] = [];
  let patientsWhole = true;
  let unresolved = 0;

  const add = (value: unknown, at: Omit<Rejection, 'reason'>, urls?: FullUrls, fallbackId?: string): void => {
    const decoded = decodeResource(value, urls, fallbackId);
    if (decoded.resource === undefined) {
      context.onRejected({ ...at, reason: decoded.reason });
      return;
    }
    resources.push(decoded.resource);
    if (decoded.unresolved) unresolved++;
    if (urls === undefined) patientsWhole = false;
  };
  const addBundle = (entries: readonly unknown[], at: Omit<Rejection, 'reason'>): void => {
    const decoded = entries.map(decodeEntry);
    const urls = new Map<string, string | null>();
    for (const entry of decoded) if (entry) noteFullUrl(urls, entry);
    decoded.forEach((entry, position) => {
      if (entry) add(entry.resource, { ...at, entry: position }, urls, idOfFullUrl(entry.fullUrl));
      else context.onRejected({ ...at, entry: position, reason: 'ENTRY_INVALID' });
    });
  };

  return {
    addJson(text, at) {
      const value = parseJson(text);
      const entries = bundleEntries(value);
      if (value === undefined) context.onRejected({ ...at, reason: 'JSON_INVALID' });
      else if (entries) addBundle(entries, at);
      else add(value, at);
    },
    addEntry: (entry, urls, at) => add(entry.resource, at, urls, idOfFullUrl(entry.fullUrl)),
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

/** `undefined` for text that is no JSON, which no JSON text stands for. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
