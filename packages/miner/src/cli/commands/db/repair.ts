import { createOutput, createProgress } from '@medrec/shared/cli';
import { createLogger } from '@medrec/shared/log';
import { Command } from 'commander';
import { type RepairReport, type RepairStep, repairStore } from '../../../store/index.ts';
import { type FolderOptions, openFolder, withFolderOptions } from './folder.ts';
import { count, printReport } from './report.ts';

interface Options extends FolderOptions {
  readonly rebuildState: boolean;
  readonly archive?: boolean;
}

const DONE: Readonly<Record<RepairStep, string>> = {
  database: 'LevelDB’s table of files was built anew',
  indexes: 'indexes were built anew from the blocks',
  rewind: 'went back to the last block before the damage',
  rebuild: 'states were cleared and the blocks executed again',
};

/** `medrec-miner db repair`: mends what can be mended from the blocks; exit status 1 when the store is still not whole. */
export function repairCommand(): Command {
  return withFolderOptions(new Command('repair'))
    .description('mend the store: indexes, receipts and states are built again from the blocks, damaged blocks taken out and named')
    .option('--rebuild-state', 'execute every stored block again, even if nothing is wrong', false)
    .option('--archive', 'keep the state of every block from then on')
    .action(async (options: Options) => {
      const folder = await openFolder(options);
      const progress = createProgress('repair', 'steps');
      const log = createLogger({ program: 'miner', level: 'warn' });
      const report = await repairStore({
        ...{ ...folder, log, rebuildState: options.rebuildState, ...(options.archive ? { archive: true } : {}) },
        onProgress: (phase, done, total) => progress.update(done, total, phase),
      });
      progress.finish();
      if (!report.after.isWhole) process.exitCode = 1;
      createOutput(options.json).result(report, (print) => printRepair(report, print));
    });
}

function printRepair({ before, steps, removed, replayed, after }: RepairReport, print: (line?: string) => void): void {
  print(before.isWhole ? 'Nothing was wrong.' : `${count(before.faultCount)} faults were found.`);
  for (const step of steps) print(`done        ${DONE[step]}`);
  if (replayed > 0) print(`executed    ${count(replayed)} blocks`);
  if (removed > 0) print(`taken out   ${count(removed)} blocks above ${after.head.number}; the node fetches them from peers`);
  printReport(after, print);
  print(after.isWhole ? 'The store is whole.' : 'The store is still damaged: start with a new folder and let the node fetch the chain.');
}
