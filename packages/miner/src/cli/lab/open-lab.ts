import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { findEndpoints, readPassphrase, resolveUserPath } from '@medrec/shared/cli';
import { createNodeClient, type NodeClient } from '@medrec/shared/client';
import { MedrecError } from '@medrec/shared/errors';
import { ACCOUNT_PATH, readKeystore } from '@medrec/shared/signing';
import { type Command, Option } from 'commander';
import { type ChainReads, createChainReads, createLibrary, type Library } from '../../rewards/index.ts';
import { rpcInFolder } from './rpc-in-folder.ts';

export interface LabOptions {
  readonly dir?: string;
  readonly rpc?: string;
  readonly passphraseFile?: string;
}

/** The options of every command that works on a lab's folder. */
export function withLabOptions(command: Command): Command {
  return command
    .addOption(new Option('--dir <folder>', 'the lab’s folder (default: the first lab of a devnet started here)'))
    .addOption(new Option('--rpc <url>', 'JSON-RPC of the lab’s node (default: the node running in its folder)'))
    .addOption(new Option('--passphrase-file <file>', 'file with the key’s passphrase, if it has one'));
}

/** @throws MedrecError `LAB_NOT_FOUND` when no folder is given and no devnet is about. */
export async function labFolder(options: LabOptions): Promise<string> {
  if (options.dir !== undefined) return resolveUserPath(options.dir);
  const lab = Object.values((await findEndpoints())?.nodes ?? {}).find(({ role }) => role === 'lab');
  if (lab) return lab.dir;
  throw new MedrecError({
    code: 'LAB_NOT_FOUND',
    message: 'No lab’s folder was named, and no devnet lies here.',
    remedy: 'Name the folder with --dir, or start a devnet.',
  });
}

/** A lab that was paid nothing yet has no `library/` in its folder: that is an empty one. @throws MedrecError `LIBRARY_MISSING` without the folder itself. */
export async function openLibrary(options: LabOptions): Promise<Library> {
  const folder = await labFolder(options);
  const found = await stat(folder).catch((cause: unknown) => {
    throw libraryMissing(folder, cause);
  });
  if (!found.isDirectory()) throw libraryMissing(folder);
  return createLibrary(join(folder, 'library'));
}

function libraryMissing(folder: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'LIBRARY_MISSING',
    message: 'The lab’s folder does not exist.',
    facts: { folder },
    cause,
    remedy: 'Name the lab’s folder with --dir, the one `medrec-miner init` made.',
  });
}

/** A client of the lab's node. @throws MedrecError `NODE_NOT_RUNNING`, `ENDPOINT_INVALID`. */
export async function connectNode(options: LabOptions): Promise<{ client: NodeClient; reads: ChainReads }> {
  const client = createNodeClient({ url: options.rpc ?? (await rpcInFolder(await labFolder(options))) });
  return { client, reads: await createChainReads(client) };
}

export async function labKey(options: LabOptions): Promise<{ key: Hex; account: Hex }> {
  const passphrase = await readPassphrase(options.passphraseFile);
  const wallet = (await readKeystore(join(await labFolder(options), 'keystore.json'), passphrase)).derivePath(ACCOUNT_PATH);
  return { key: wallet.privateKey as Hex, account: wallet.address as Hex };
}
