import { open, rename } from 'node:fs/promises';
import { createOutput, createProgress, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { Command } from 'commander';
import { buildGenesis } from '../../../execution/index.ts';
import { exportSnapshot, openStore } from '../../../store/index.ts';
import { type FolderOptions, openFolder, withFolderOptions } from './folder.ts';
import { count } from './report.ts';

interface Options extends FolderOptions {
  readonly out: string;
  readonly block?: string;
}

/** `medrec-miner db export`: the chain and one state as a file that another node can start from. */
export function exportCommand(): Command {
  return withFolderOptions(new Command('export'))
    .description('write a snapshot: the blocks up to one of them, and the state after it')
    .requiredOption('--out <file>', 'where to write it')
    .option('--block <number>', 'last block of the snapshot (default: as deep as the network confirms)')
    .action(exportAndReport);
}

async function exportAndReport(options: Options): Promise<void> {
  const { dir, spec, common } = await openFolder(options);
  const store = await openStore({ dir, genesis: buildGenesis(spec, common), common });
  try {
    const number = blockNumber(options.block, store.header(store.headHash())?.number ?? 0n, BigInt(spec.config.medrec.confirmations));
    const path = resolveUserPath(options.out);
    const progress = createProgress('export', 'bytes');
    const file = await open(`${path}.tmp`, 'w');
    let bytes = 0;
    try {
      for await (const chunk of exportSnapshot(store, number)) {
        await file.writeFile(chunk);
        bytes += chunk.length;
        progress.update(bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.tmp`, path);
    progress.finish();
    const result = { file: path, bytes, block: { number, hash: store.canonicalHash(number) } };
    createOutput(options.json).result(result, (print) => {
      print(`wrote ${path}, ${count(bytes)} bytes`);
      print(`block ${number} ${result.block.hash}`);
    });
  } finally {
    await store.close();
  }
}

function blockNumber(text: string | undefined, head: bigint, confirmations: bigint): bigint {
  if (text === undefined) return head > confirmations ? head - confirmations : 0n;
  if (/^\d{1,15}$/.test(text)) return BigInt(text);
  throw new MedrecError({ code: 'OPTION_INVALID', message: 'The option needs a whole number.', facts: { option: '--block', value: text } });
}
