import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { createOutput, createProgress, resolveUserPath } from '@medrec/shared/cli';
import { readKeystore } from '@medrec/shared/signing';
import { Command } from 'commander';
import { type LoadReport, loadSource, openStores } from '../../../load/index.ts';
import { sourceNames } from '../../../sources/index.ts';

const REJECTIONS_PRINTED = 10;

interface LoadFlags {
  readonly dir: string;
  readonly passphraseFile?: string;
  readonly json?: true;
}

/** `medrec-census load SOURCE PATH…` */
export function loadCommand(): Command {
  return new Command('load')
    .description('load clinical records into the vault and, de-identified, into the warehouse')
    .argument('<source>', `format of the files: ${sourceNames().join(', ')}`)
    .argument('<paths...>', 'files and folders; folders are searched')
    .requiredOption('--dir <folder>', 'the hospital’s folder, made by init')
    .option('--passphrase-file <file>', 'file with the keystore’s passphrase')
    .option('--json', 'print the report as JSON')
    .action(load);
}

async function load(source: string, paths: string[], flags: LoadFlags): Promise<void> {
  const dir = resolveUserPath(flags.dir);
  const passphrase =
    flags.passphraseFile === undefined ? undefined : (await readFile(resolveUserPath(flags.passphraseFile), 'utf8')).trimEnd();
  const account = await readKeystore(join(dir, 'keystore.json'), passphrase);
  const stores = await openStores(dir, account.privateKey as Hex);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const report = await loadSource({
      source,
      paths: paths.map(resolveUserPath),
      vault: stores.vault,
      warehouse: stores.warehouse,
      progress: createProgress('Loading', 'resources'),
      signal: stop.signal,
    });
    createOutput(flags.json === true).result(report, (print) => printReport(report, print));
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await stores.close();
  }
}

function printReport(report: LoadReport, print: (line?: string) => void): void {
  const { files, resources, patients, rejected, census } = report;
  print(`files       ${files.loaded} loaded, ${files.alreadyLoaded} already loaded, ${files.unreadable} unreadable`);
  print(`resources   ${resources.read} read: ${resources.added} added, ${resources.replaced} replaced`);
  print(`duplicates  ${resources.duplicates.identical} identical, ${resources.duplicates.stale} older than what is there`);
  print(`patients    ${patients.added} added, ${patients.duplicates} duplicates, ${resources.withoutPatient} resources of no patient`);
  print(`census      ${census.patients} patients counted, ${census.unmappedConditions} conditions without an ICD-10 chapter`);
  print(
    `rejected    ${[`${rejected.total}`, ...Object.entries(rejected.byReason).map(([reason, count]) => `${reason} ${count}`)].join(', ')}`,
  );
  for (const { file, line, entry, reason } of rejected.first.slice(0, REJECTIONS_PRINTED)) {
    print(`  ${file}:${line}${entry === undefined ? '' : ` entry ${entry}`}  ${reason}`);
  }
  if (rejected.total > REJECTIONS_PRINTED) print('  … the first hundred are in the report with --json');
  print(`time        ${report.seconds.toFixed(1)} s`);
}
