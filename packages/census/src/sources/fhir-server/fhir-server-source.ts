import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { createBatcher } from '../batcher.ts';
import type { ReadContext, ResourceBatch, Source, SourceFile } from '../source.ts';
import { type Connection, readConnection } from './connection.ts';
import { type FetchTools, fetchJson, invalid } from './fetch-json.ts';

// Types of a patient's own record that de-identification or her viewers can use; a server that has others is told which by `types`.
const TYPES: readonly string[] = [
  'Patient',
  'Encounter',
  'Condition',
  'Observation',
  'Procedure',
  'Immunization',
  'MedicationRequest',
  'MedicationStatement',
  'MedicationAdministration',
  'AllergyIntolerance',
  'FamilyMemberHistory',
  'DiagnosticReport',
  'CarePlan',
  'Goal',
];

const MAX_PAGES = 10_000_000;
// Of the pages read, so many are remembered: a circle is found while it is shorter than that.
const PAGES_REMEMBERED = 100_000;

const capabilities = z.object({
  resourceType: z.literal('CapabilityStatement'),
  rest: z
    .array(z.object({ resource: z.array(z.object({ type: z.string() })).optional() }))
    .optional()
    .catch(undefined),
});

const searchset = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.unknown()).optional(),
  link: z.array(z.object({ relation: z.string(), url: z.string().max(16_384) })).optional(),
});

const searchEntry = z.object({
  resource: z.unknown().optional(),
  search: z.object({ mode: z.string().optional() }).optional().catch(undefined),
});

/** A FHIR R4 server's search pages over HTTP, type by type; a load that was stopped goes on with the page after the last stored, and one after
 * a complete one asks for what changed since that began. */
export function createFhirServerSource(
  tools: FetchTools = { fetch, sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}) },
): Source {
  return {
    name: 'fhir-server',
    title: 'a FHIR R4 server’s search pages (URL, or a JSON file with server, types, pageSize, tokenFile)',
    accepts: () => false,
    async list(paths) {
      const files: SourceFile[] = [];
      for (const from of paths) {
        const connection = await readConnection(from);
        const types = connection.types ?? (await searchableTypes(connection, tools));
        for (const type of types)
          files.push({ path: `${connection.base}/${type}?_count=${connection.pageSize}`, bytes: 0, remote: true, from });
      }
      return files;
    },
    async open(files) {
      const connections = new Map<string, Connection>();
      for (const { from } of files) if (from !== undefined && !connections.has(from)) connections.set(from, await readConnection(from));
      return {
        fingerprint: '',
        read: (file, context) => readPages(file, connections.get(file.from ?? '') as Connection, tools, context),
      };
    },
  };
}

async function searchableTypes(connection: Connection, tools: FetchTools): Promise<readonly string[]> {
  const url = `${connection.base}/metadata`;
  const { value, refused } = await fetchJson(url, connection, tools, undefined);
  const parsed = capabilities.safeParse(value);
  if (!parsed.success) throw invalid(url, refused === undefined ? '/metadata is no CapabilityStatement' : `/metadata answers ${refused}`);
  const known = new Set((parsed.data.rest ?? []).flatMap(({ resource }) => resource ?? []).map(({ type }) => type));
  return TYPES.filter((type) => known.has(type));
}

async function* readPages(
  file: SourceFile,
  connection: Connection,
  tools: FetchTools,
  context: ReadContext,
): AsyncGenerator<ResourceBatch> {
  const seen = new Set<string>();
  const from = readPlace(context.resumeFrom);
  let begun = from?.next === undefined ? undefined : from.begun;
  let url: string | undefined = from?.next ?? changedSince(file.path, connection.everything ? undefined : from?.begun);
  for (let page = 1; url !== undefined && page <= MAX_PAGES; page++) {
    context.signal?.throwIfAborted();
    const fetched = await fetchJson(url, connection, tools, context.signal);
    if (fetched.refused !== undefined) {
      // Servers forget a search's pages after a while, and some cannot tell what changed: then all is read, and what is
      // stored is recognised.
      if (url === file.path || page > 1) return context.onRejected({ file: file.path, line: page, reason: 'SEARCH_REFUSED' });
      [url, begun, page] = [file.path, undefined, 0];
      continue;
    }
    const parsed = searchset.safeParse(fetched.value);
    if (!parsed.success) throw invalid(url, 'an answer is no Bundle');
    begun ??= clockOf(fetched.date);
    const next = nextPage(parsed.data.link ?? [], url, connection);
    // A page that leads to one before it would never end.
    if (next !== undefined && (next === url || seen.has(next))) throw invalid(url, 'its pages go round in a circle');
    if (seen.size === PAGES_REMEMBERED) seen.clear();
    seen.add(url);
    const batch = readEntries(parsed.data.entry ?? [], { file: file.path, line: page }, context);
    yield { ...(batch ?? NOTHING), checkpoint: JSON.stringify({ next, begun } satisfies Place) };
    url = next;
  }
}

const NOTHING: ResourceBatch = { resources: [], patientsWhole: false, unresolved: 0 };

/** How far a search has come: the page to go on with, or none when it is complete, and when it began by the server's clock. */
const place = z.object({ next: z.string().optional(), begun: z.string().optional() });

interface Place {
  readonly next: string | undefined;
  readonly begun: string | undefined;
}

function readPlace(text: string | undefined): z.infer<typeof place> | undefined {
  return text === undefined ? undefined : place.parse(JSON.parse(text));
}

// Servers are several machines, whose clocks differ.
const CLOCKS_DIFFER_MS = 60_000;

function clockOf(header: string | null): string | undefined {
  const time = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : new Date(time - CLOCKS_DIFFER_MS).toISOString();
}

/** The search for what changed since a complete one began; without that, for everything. */
function changedSince(path: string, begun: string | undefined): string {
  return begun === undefined ? path : `${path}&_lastUpdated=ge${begun}`;
}

function readEntries(entries: readonly unknown[], at: { file: string; line: number }, context: ReadContext): ResourceBatch | undefined {
  const batcher = createBatcher(context);
  entries.forEach((value, entry) => {
    const parsed = searchEntry.safeParse(value);
    // The search's own remarks are no record.
    if (parsed.success && parsed.data.search?.mode === 'outcome') return;
    if (parsed.success) batcher.add(parsed.data.resource, { ...at, entry });
    else batcher.reject({ ...at, entry }, 'ENTRY_INVALID');
  });
  return batcher.take('rest');
}

/** @throws MedrecError `FHIR_SERVER_INVALID` for a page on another server: the token would go there. */
function nextPage(
  links: readonly { readonly relation: string; readonly url: string }[],
  url: string,
  { base }: Connection,
): string | undefined {
  const link = links.find(({ relation }) => relation === 'next');
  if (link === undefined) return undefined;
  if (!URL.canParse(link.url, url)) throw invalid(url, 'the next page has no URL');
  const next = new URL(link.url, url);
  if (next.origin !== new URL(base).origin) throw invalid(url, 'the next page is on another server');
  return next.href;
}
