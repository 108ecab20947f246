import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { bytesToHex, isHex } from '@medrec/shared/bytes';
import { createOutput, createProgress, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { Command } from 'commander';
import { buildGenesis } from '../../../execution/index.ts';
import { importSnapshot } from '../../../store/index.ts';
import { type FolderOptions, openFolder } from './folder.ts';

interface Options extends FolderOptions {
  readonly spec: string;
  readonly from: string;
  readonly block: string;
  readonly hash: string;
}

/** `medrec-miner db import`: starts a folder's block store from a snapshot of a block that its user trusts. */
export function importCommand(): Command {
  return new Command('import')
    .description('start a node’s folder from a snapshot; its last block must be one that you know to be the network’s')
    .requiredOption('--dir <folder>', 'the node’s folder, without a chain yet')
    .requiredOption('--spec <file>', 'the network’s chain spec')
    .requiredOption('--from <file>', 'the snapshot')
    .requiredOption('--block <number>', 'number of the trusted block')
    .requiredOption('--hash <hash>', 'hash of the trusted block, from providers or a node of your own')
    .option('--json', 'print one JSON value', false)
    .action(importAndReport);
}

async function importAndReport(options: Options): Promise<void> {
  const { dir, spec, common } = await openFolder(options);
  if (!isHex(options.hash, 32) || !/^\d{1,15}$/.test(options.block)) {
    throw new MedrecError({
      code: 'OPTION_INVALID',
      message: 'The trusted block needs a whole number and a hash of 32 bytes.',
      facts: { block: options.block, hash: options.hash },
    });
  }
  const trusted = { number: BigInt(options.block), hash: bytesToHex(Buffer.from(options.hash.slice(2), 'hex')) };
  await mkdir(resolveUserPath(options.dir), { recursive: true, mode: 0o700 });
  const progress = createProgress('import', 'items');
  await importSnapshot({
    ...{ dir, common, trusted },
    genesisHash: bytesToHex(buildGenesis(spec, common).block.hash()),
    chunks: createReadStream(resolveUserPath(options.from)),
    onProgress: (phase, done, total) => progress.update(done, total, phase),
  });
  progress.finish();
  createOutput(options.json).result({ dir, block: trusted }, (print) =>
    print(`imported the chain up to block ${trusted.number} into ${dir}`),
  );
}
