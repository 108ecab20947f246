import { createOutput, createProgress } from '@medrec/shared/cli';
import { Command } from 'commander';
import { openAsIs, verifyStore } from '../../../store/index.ts';
import { type FolderOptions, openFolder, withFolderOptions } from './folder.ts';
import { printReport } from './report.ts';

/** `medrec-miner db verify`: reads everything and changes nothing; exit status 1 when something is wrong. */
export function verifyDbCommand(): Command {
  return withFolderOptions(new Command('verify'))
    .description('check every stored block, its receipts and indexes, and every node of the head’s state; exit status 1 on a fault')
    .option('--deep', 'check every kept state, and look for nodes that none of them needs', false)
    .action(async (options: FolderOptions & { readonly deep: boolean }) => {
      const { dir, common } = await openFolder(options);
      const store = await openAsIs(dir, common);
      try {
        const progress = createProgress('verify', 'steps');
        const { report } = await verifyStore(store, {
          isDeep: options.deep,
          onProgress: (phase, done, total) => progress.update(done, total, phase),
        });
        progress.finish();
        if (!report.isWhole) process.exitCode = 1;
        createOutput(options.json).result(report, (print) => {
          printReport(report, print);
          print(report.isWhole ? 'The store is whole.' : 'The store is damaged: run `medrec-miner db repair`.');
        });
      } finally {
        await store.disk.close();
      }
    });
}
