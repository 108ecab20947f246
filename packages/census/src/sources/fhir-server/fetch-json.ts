import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import type { Connection } from './connection.ts';

export interface FetchTools {
  readonly fetch: typeof fetch;
  /** Waits; resolves early, and then rejects, when the signal says so. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** A page's JSON, or the status with which the server refused it for good. */
export type Fetched =
  /** `date` is the server's clock. */
  | { readonly value: unknown; readonly date: string | null; readonly refused?: never }
  | { readonly value?: never; readonly refused: number };

const MAX_PAGE_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 120_000;
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 120_000;
// Busy, or a moment's trouble: worth another try.
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Fetches one page, with a limit of size and time, and tries again what may pass: waits double, or as the server asks.
 * @throws MedrecError `FHIR_SERVER_UNREACHABLE` after six tries, `FHIR_SERVER_UNAUTHORISED`, `FHIR_SERVER_INVALID` for no JSON.
 */
export async function fetchJson(url: string, connection: Connection, tools: FetchTools, signal: AbortSignal | undefined): Promise<Fetched> {
  let wait = FIRST_WAIT_MS;
  for (let attempt = 1; ; attempt++) {
    const outcome: Outcome = await tryOnce(url, connection, tools, signal).catch((cause: unknown): Outcome => {
      if (signal?.aborted || cause instanceof MedrecError) throw cause;
      return { trouble: cause };
    });
    if ('value' in outcome) return outcome;
    if ('refused' in outcome) return { refused: outcome.refused };
    if (attempt === ATTEMPTS) throw unreachable(url, outcome.trouble);
    await tools.sleep(Math.min(LONGEST_WAIT_MS, outcome.waitMs ?? wait), signal);
    wait *= 2;
  }
}

type Outcome = { value: unknown; date: string | null } | { refused: number } | { trouble: unknown; waitMs?: number | undefined };

async function tryOnce(url: string, { token }: Connection, tools: FetchTools, signal: AbortSignal | undefined): Promise<Outcome> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const response = await tools.fetch(url, {
    headers: { accept: 'application/fhir+json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    // A redirection could lead the token elsewhere.
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  if (response.ok) return { value: parse(await readBody(response, url), url), date: response.headers.get('date') };
  await response.body?.cancel();
  if (response.status === 401) {
    throw new MedrecError({
      code: 'FHIR_SERVER_UNAUTHORISED',
      message: 'The FHIR server does not take the token.',
      facts: { server: new URL(url).host },
      remedy: 'Name a file with a valid token as tokenFile, and run the load again: it goes on where it stopped.',
    });
  }
  if (!PASSING.has(response.status)) return { refused: response.status };
  return { trouble: `status ${response.status}`, waitMs: retryAfter(response.headers.get('retry-after')) };
}

/** RFC 9110, section 10.2.3, in seconds; its dates are left to the doubling. */
function retryAfter(header: string | null): number | undefined {
  const seconds = z.coerce.number().int().min(0).max(86_400).safeParse(header?.trim());
  return header !== null && seconds.success ? seconds.data * 1000 : undefined;
}

async function readBody(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_PAGE_BYTES) throw invalid(url, 'a page is larger than 64 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw invalid(url, 'a page is no JSON', cause);
  }
}

function unreachable(url: string, trouble: unknown): MedrecError {
  return new MedrecError({
    code: 'FHIR_SERVER_UNREACHABLE',
    message: 'The FHIR server does not answer.',
    facts: { server: new URL(url).host, attempts: ATTEMPTS },
    cause: trouble,
    remedy: 'Run the load again when it does: it goes on where it stopped.',
  });
}

export function invalid(url: string, why: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'FHIR_SERVER_INVALID',
    message: 'The FHIR server answers with what is no search page.',
    facts: { server: new URL(url).host, why },
    cause,
    remedy: 'Check that the base URL is that of a FHIR R4 server; a smaller pageSize makes smaller pages.',
  });
}
