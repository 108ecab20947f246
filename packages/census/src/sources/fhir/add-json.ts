import type { Batcher, Place } from '../batcher.ts';
import { bundleEntries, decodeEntry, idOfFullUrl, noteFullUrl } from './bundle.ts';

/** Adds a text that is one resource or one Bundle. */
export function addJson(batcher: Batcher, text: string, at: Place): void {
  const value = parseJson(text);
  const entries = bundleEntries(value);
  if (value === undefined) batcher.reject(at, 'JSON_INVALID');
  else if (entries) addBundle(batcher, entries, at);
  else batcher.add(value, at);
}

/** Adds a Bundle's resources; references among them are resolved, forward ones too. */
export function addBundle(batcher: Batcher, entries: readonly unknown[], at: Place): void {
  const decoded = entries.map(decodeEntry);
  const urls = new Map<string, string | null>();
  for (const entry of decoded) if (entry) noteFullUrl(urls, entry);
  decoded.forEach((entry, position) => {
    if (entry) batcher.add(entry.resource, { ...at, entry: position }, urls, idOfFullUrl(entry.fullUrl));
    else batcher.reject({ ...at, entry: position }, 'ENTRY_INVALID');
  });
}

/** `undefined` for text that is no JSON, which no JSON text stands for. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
