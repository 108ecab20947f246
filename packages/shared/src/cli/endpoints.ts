import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MedrecError } from '../errors/index.ts';
import { resolveUserPath } from './paths.ts';

const dir = z.string().min(1).max(4096);

const endpoints = z.object({
  version: z.literal(1),
  /** The chain spec's file. */
  spec: z.string().min(1).max(4096),
  nodes: z.record(
    z.string(),
    z.object({ rpc: z.url(), p2p: z.array(z.string().max(256)).max(32), dir, role: z.enum(['hospital', 'lab']) }),
  ),
  gatekeepers: z.record(z.string(), z.object({ url: z.url(), dir })),
  wallets: z.record(z.string(), z.object({ dir })),
});

/** Where a devnet's parts listen and keep their files: what commands use when no address is given. */
export type Endpoints = z.infer<typeof endpoints>;

/** Where a devnet started from the user's folder leaves its `endpoints.json`. */
export function endpointsPath(): string {
  return join(resolveUserPath(join('.medrec', 'devnet')), 'endpoints.json');
}

/** The devnet started from the user's folder; undefined when there is none. @throws MedrecError `ENDPOINTS_INVALID` */
export async function findEndpoints(path: string = endpointsPath()): Promise<Endpoints | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new MedrecError({
      code: 'ENDPOINTS_INVALID',
      message: 'The devnet’s endpoints file could not be read.',
      facts: { path },
      cause: error,
    });
  });
  return text === undefined ? undefined : decode(text, path);
}

function decode(text: string, path: string): Endpoints {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = endpoints.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.');
  throw new MedrecError({
    code: 'ENDPOINTS_INVALID',
    message: 'The devnet’s endpoints file has a wrong field.',
    facts: { path, field },
    remedy: 'Start the devnet again; it writes the file anew.',
  });
}
