import { findEndpoints, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { rpcInFolder } from './rpc-in-folder.ts';

/** The RPC of the node meant: named, running in the folder, or the first of a devnet. @throws MedrecError `NODE_NOT_RUNNING`, `ENDPOINT_INVALID`, `NODE_NOT_NAMED` */
export async function nodeUrl({ rpc, dir }: { readonly rpc?: string; readonly dir?: string }): Promise<string> {
  if (rpc !== undefined) return rpc;
  if (dir !== undefined) return rpcInFolder(resolveUserPath(dir));
  const nodes = Object.values((await findEndpoints())?.nodes ?? {});
  const node = nodes.find(({ role }) => role === 'lab') ?? nodes[0];
  if (node !== undefined) return node.rpc;
  throw new MedrecError({
    code: 'NODE_NOT_NAMED',
    message: 'No node was named, and no devnet was started from this folder.',
    remedy: 'Name it with --rpc or --dir, or start a devnet.',
  });
}
