import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findEndpoints, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';

const endpoint = z.strictObject({
  pid: z.int().positive(),
  /** The gatekeeper's public API. */
  url: z.url(),
  /** The operator's API, on loopback. */
  admin: z.url(),
});

/** Where a serving hospital listens, as it leaves it in its folder. */
export type HospitalEndpoint = z.infer<typeof endpoint>;

const ENDPOINT_FILE = 'endpoint.json';
const TOKEN_FILE = 'admin-token';
const token = z.string().regex(/^[0-9a-f]{64}$/);

/** Writes by rename, mode 0600, so that a reader finds the old file or the new one. */
export async function writeEndpoint(dir: string, value: HospitalEndpoint): Promise<void> {
  const path = join(dir, ENDPOINT_FILE);
  await writeFile(`${path}.tmp`, `${JSON.stringify(endpoint.parse(value))}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}

export async function removeEndpoint(dir: string): Promise<void> {
  await rm(join(dir, ENDPOINT_FILE), { force: true });
}

/** The operator's token of a folder, made the first time. Whoever reads the folder may administer the hospital. */
export async function readOrCreateAdminToken(dir: string): Promise<string> {
  const path = join(dir, TOKEN_FILE);
  const made = randomBytes(32).toString('hex');
  await writeFile(path, `${made}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readAdminToken(dir);
}

/** @throws MedrecError `HOSPITAL_NOT_SERVING`. */
export async function readEndpoint(dir: string): Promise<HospitalEndpoint> {
  const path = join(dir, ENDPOINT_FILE);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw notServing(path, cause);
  });
  const parsed = endpoint.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw notServing(path, undefined);
}

export async function readAdminToken(dir: string): Promise<string> {
  const path = join(dir, TOKEN_FILE);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw notServing(path, cause);
  });
  return token.parse(text.trim());
}

/** The named folder, or that of the devnet's first hospital. @throws MedrecError `HOSPITAL_NOT_NAMED`. */
export async function findHospitalDir(dir: string | undefined): Promise<string> {
  if (dir !== undefined) return resolveUserPath(dir);
  const found = Object.values((await findEndpoints())?.gatekeepers ?? {})[0];
  if (found !== undefined) return found.dir;
  throw new MedrecError({
    code: 'HOSPITAL_NOT_NAMED',
    message: 'No hospital was named, and no devnet was started from this folder.',
    remedy: 'Give --dir with the hospital’s folder.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it
  }
}

function notServing(path: string, cause: unknown): MedrecError {
  return new MedrecError({
    code: 'HOSPITAL_NOT_SERVING',
    message: 'This hospital is not serving.',
    facts: { path },
    cause,
    remedy: 'Start it with `medrec-census serve --dir …`.',
  });
}
