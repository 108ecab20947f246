import { createOutput, createProgress } from '@medrec/shared/cli';
import { Command } from 'commander';
import { openAsIs, type StoreStats, storeStats } from '../../../store/index.ts';
import { type FolderOptions, openFolder, withFolderOptions } from './folder.ts';
import { count } from './report.ts';

/** `medrec-miner db stats`: what lies in the store, by kind. */
export function statsCommand(): Command {
  return withFolderOptions(new Command('stats'))
    .description('say how much of what lies in the store')
    .action(async (options: FolderOptions) => {
      const { dir, common } = await openFolder(options);
      const store = await openAsIs(dir, common);
      try {
        const progress = createProgress('stats', 'entries');
        const stats = await storeStats(store, (done) => progress.update(done));
        progress.finish();
        createOutput(options.json).result(stats, (print) => printStats(stats, print));
      } finally {
        await store.disk.close();
      }
    });
}

function printStats({ head, mode, oldestState, rebuilding, kinds }: StoreStats, print: (line?: string) => void): void {
  print(`head  block ${head.number} ${head.hash}`);
  print(`state ${mode}, kept from block ${oldestState}${rebuilding ? '; being executed again' : ''}`);
  print();
  print(`${'kind'.padEnd(12)}${'entries'.padStart(14)}${'MB on disk'.padStart(14)}`);
  for (const { kind, entries, bytes } of kinds)
    print(`${kind.padEnd(12)}${count(entries).padStart(14)}${(bytes / 1e6).toFixed(1).padStart(14)}`);
}
