import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';

const endpoint = z.looseObject({ rpc: z.url() });

/** The JSON-RPC address that a node running in the folder left there. @throws MedrecError `NODE_NOT_RUNNING`, `ENDPOINT_INVALID` */
export async function rpcInFolder(folder: string): Promise<string> {
  const path = join(folder, 'endpoint.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MedrecError({
      code: 'NODE_NOT_RUNNING',
      message: 'No node runs in this folder.',
      facts: { folder },
      cause,
      remedy: 'Start it with `medrec-miner run`, or name a node with --rpc.',
    });
  });
  const parsed = endpoint.safeParse(jsonOrUndefined(text));
  if (parsed.success) return parsed.data.rpc;
  throw new MedrecError({
    code: 'ENDPOINT_INVALID',
    message: 'The node’s endpoint file cannot be read.',
    facts: { path, field: parsed.error.issues[0]?.path.join('.') || undefined },
    remedy: 'Start the node again, which writes it anew, or name the node with --rpc.',
  });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it with a readable error
  }
}
