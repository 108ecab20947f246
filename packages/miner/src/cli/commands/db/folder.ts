import { type ChainSpec, readChainSpec } from '@medrec/shared/chain';
import { resolveUserPath } from '@medrec/shared/cli';
import { type Command, Option } from 'commander';
import { createCommon } from '../../../consensus/index.ts';
import { chainFolder, keptSpecPath } from '../../../node/index.ts';

export interface FolderOptions {
  readonly dir: string;
  readonly spec?: string;
  readonly json: boolean;
}

export function withFolderOptions(command: Command): Command {
  return command
    .requiredOption('--dir <folder>', 'the node’s folder')
    .addOption(new Option('--spec <file>', 'the network’s chain spec (default: the one the node was last run with)'))
    .option('--json', 'print one JSON value', false);
}

/** @throws MedrecError `SPEC_UNREADABLE` where no node has run, and none was named */
export async function openFolder({
  dir,
  spec,
}: FolderOptions): Promise<{ dir: string; spec: ChainSpec; common: ReturnType<typeof createCommon> }> {
  const folder = resolveUserPath(dir);
  const read = await readChainSpec(spec === undefined ? keptSpecPath(folder) : resolveUserPath(spec));
  return { dir: chainFolder(folder), spec: read, common: createCommon(read) };
}
