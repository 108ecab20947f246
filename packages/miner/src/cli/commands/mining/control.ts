import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveUserPath } from '@medrec/shared/cli';
import { createJsonRpc } from '@medrec/shared/client';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { labFolder } from '../../lab/open-lab.ts';

export interface AdminOptions {
  readonly dir?: string;
  readonly tokenFile?: string;
}

// Stopping waits for the search threads to end.
const TIMEOUT_MS = 15_000;

/**
 * Calls one of the node's admin methods with the token in its folder.
 * @throws MedrecError `ADMIN_TOKEN_MISSING`, `NODE_UNREACHABLE`, `RPC_REFUSED`
 */
export async function callAdmin(rpc: string, options: AdminOptions, method: string, params: readonly unknown[]): Promise<void> {
  await createJsonRpc(rpc, TIMEOUT_MS, await readToken(options)).request(method, params, z.literal(true));
}

async function readToken({ dir, tokenFile }: AdminOptions): Promise<string> {
  const path =
    tokenFile === undefined ? join(await labFolder(dir === undefined ? {} : { dir }), 'admin-token') : resolveUserPath(tokenFile);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MedrecError({
      code: 'ADMIN_TOKEN_MISSING',
      message: 'The node’s admin token could not be read.',
      facts: { path },
      cause,
      remedy: 'Name the node’s folder with --dir, or the token’s file with --token-file; a node makes its token when it first starts.',
    });
  });
  return text.trim();
}
