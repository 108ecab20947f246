import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { isRemotePath } from '../list-files.ts';

/** How to reach a FHIR server. */
export interface Connection {
  /** Base URL without a slash at its end. */
  readonly base: string;
  /** Resource types to read; those that the server can search when left out. */
  readonly types: readonly string[] | undefined;
  readonly pageSize: number;
  /** True to read everything each time, and not only what changed since the last complete load. */
  readonly everything: boolean;
  /** Bearer token; never logged, and sent to this origin alone. */
  readonly token: string | undefined;
}

const MAX_FILE_BYTES = 64 * 1024;
const DEFAULT_PAGE = 500;

const connectionFile = z.strictObject({
  server: z.url({ protocol: /^https?$/ }).max(2048),
  types: z
    .array(z.string().regex(/^[A-Z][A-Za-z]{1,63}$/))
    .min(1)
    .max(64)
    .optional(),
  pageSize: z.int().min(1).max(10_000).default(DEFAULT_PAGE),
  everything: z.boolean().default(false),
  tokenFile: z.string().min(1).max(4096).optional(),
});

/**
 * A connection from what the user named: the server's base URL, or a JSON file with `server` and, as needed, `types`,
 * `pageSize`, `everything` and `tokenFile` (relative to it).
 * @throws MedrecError `CONNECTION_INVALID`, `CONNECTION_INSECURE`.
 */
export async function readConnection(named: string): Promise<Connection> {
  const value: unknown = isRemotePath(named) ? { server: named } : await readJson(named);
  const parsed = connectionFile.safeParse(value);
  if (!parsed.success) throw invalid(named, parsed.error.issues[0]?.message ?? 'not as documented');
  const { server, types, pageSize, everything, tokenFile } = parsed.data;
  const url = new URL(server);
  if (url.username !== '' || url.password !== '') throw invalid(url.host, 'a URL must not hold a password');
  const token = tokenFile === undefined ? undefined : await readToken(resolve(dirname(named), tokenFile));
  if (token !== undefined && url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw new MedrecError({
      code: 'CONNECTION_INSECURE',
      message: 'A token would be sent without encryption.',
      facts: { host: url.host },
      remedy: 'Use https, or a proxy on this machine.',
    });
  }
  url.search = '';
  url.hash = '';
  return { base: url.href.replace(/\/+$/, ''), types, pageSize, everything, token };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readSmall(path)) as unknown;
  } catch (cause) {
    throw cause instanceof MedrecError ? cause : invalid(path, 'it cannot be read as JSON', cause);
  }
}

async function readToken(path: string): Promise<string> {
  const token = (await readSmall(path).catch((cause: unknown) => Promise.reject(invalid(path, 'the token cannot be read', cause)))).trim();
  // A header's value: anything else would be sent as another header, or not at all.
  if (!/^[!-~]{1,8192}$/.test(token)) throw invalid(path, 'the token is no bearer token');
  return token;
}

async function readSmall(path: string): Promise<string> {
  if ((await stat(path)).size > MAX_FILE_BYTES) throw invalid(path, 'it is larger than 64 KiB');
  return readFile(path, 'utf8');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}

function invalid(path: string, why: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'CONNECTION_INVALID',
    message: 'The FHIR server to load from is not named as it must be.',
    facts: { path, why },
    cause,
    remedy: 'Give its base URL, or a JSON file as docs/sources.md describes.',
  });
}
