import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { createOutput, createProgress, readPassphrase, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { readKeystore } from '@medrec/shared/signing';
import { Command } from 'commander';
import { type LoadReport, loadSource, openStores, type Stores } from '../../../load/index.ts';
import { isRemotePath, sourceNames } from '../../../sources/index.ts';
import { callAdmin } from '../../admin-client.ts';

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
    .argument('<paths...>', 'files and folders, which are searched; a URL or a connection file for fhir-server')
    .requiredOption('--dir <folder>', 'the hospital’s folder, made by init')
    .option('--passphrase-file <file>', 'file with the keystore’s passphrase')
    .option('--json', 'print the report as JSON')
    .action(load);
}

async function load(source: string, paths: string[], flags: LoadFlags): Promise<void> {
  const dir = resolveUserPath(flags.dir);
  const account = await readKeystore(join(dir, 'keystore.json'), await readPassphrase(flags.passphraseFile));
  const files = paths.map((path) => (isRemotePath(path) ? path : resolveUserPath(path)));
  const stores = await openStores(dir, account.privateKey as Hex).catch((thrown: unknown) => {
    if (thrown instanceof MedrecError && thrown.code === 'VAULT_LOCKED') return undefined;
    throw thrown;
  });
  if (stores) await loadHere({ source, files, stores }, flags);
  else await handOver(dir, source, files, flags);
}

/** A hospital that serves is the vault's one writer: it does the load. */
async function handOver(dir: string, source: string, paths: readonly string[], flags: LoadFlags): Promise<void> {
  await callAdmin(dir, 'POST', '/v1/admin/loads', { source, paths });
  createOutput(flags.json === true).result({ handedOver: true, source, paths }, (print) => {
    print('The hospital that serves from this folder has begun the load; `medrec-census status` shows how far it is.');
  });
}

async function loadHere({ source, files, stores }: { source: string; files: string[]; stores: Stores }, flags: LoadFlags): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const { vault, warehouse } = stores;
    const progress = createProgress('Loading', 'resources');
    const report = await loadSource({ source, paths: files, vault, warehouse, progress, signal: stop.signal });
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
  const unusable = Object.values(census.unusableUnits).reduce((sum, count) => sum + count, 0);
  if (unusable > 0)
    print(`units       ${unusable} measurements without a unit that measures what their code names; their values are not told`);
  print(
    `rejected    ${[`${rejected.total}`, ...Object.entries(rejected.byReason).map(([reason, count]) => `${reason} ${count}`)].join(', ')}`,
  );
  for (const { file, line, entry, reason } of rejected.first.slice(0, REJECTIONS_PRINTED)) {
    print(`  ${file}:${line}${entry === undefined ? '' : ` entry ${entry}`}  ${reason}`);
  }
  if (rejected.total > REJECTIONS_PRINTED) print('  … the first hundred are in the report with --json');
  print(`time        ${report.seconds.toFixed(1)} s`);
}
