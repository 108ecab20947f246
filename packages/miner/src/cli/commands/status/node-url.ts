import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findEndpoints, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';

const endpoint = z.looseObject({ rpc: z.url() });

/** The RPC of the node meant: named, running in the folder, or the first of a devnet. @throws MedrecError `NODE_NOT_RUNNING`, `NODE_NOT_NAMED` */
export async function nodeUrl({ rpc, dir }: { readonly rpc?: string; readonly dir?: string }): Promise<string> {
  if (rpc !== undefined) return rpc;
  if (dir !== undefined) return urlIn(resolveUserPath(dir));
  const nodes = Object.values((await findEndpoints())?.nodes ?? {});
  const node = nodes.find(({ role }) => role === 'lab') ?? nodes[0];
  if (node !== undefined) return node.rpc;
  throw new MedrecError({
    code: 'NODE_NOT_NAMED',
    message: 'No node was named, and no devnet was started from this folder.',
    remedy: 'Name it with --rpc or --dir, or start a devnet.',
  });
}

async function urlIn(dir: string): Promise<string> {
  try {
    return endpoint.parse(JSON.parse(await readFile(join(dir, 'endpoint.json'), 'utf8'))).rpc;
  } catch {
    throw new MedrecError({
      code: 'NODE_NOT_RUNNING',
      message: 'No node runs in this folder.',
      facts: { dir },
      remedy: 'Start it with `medrec-miner run`.',
    });
  }
}
