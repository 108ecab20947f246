import { createOutput, createProgress, resolveUserPath } from '@medrec/shared/cli';
import { Command, Option } from 'commander';
import { generate, writeColumns } from '../../../generator/index.ts';

interface GenerateFlags {
  readonly patients: number;
  readonly seed: number;
  readonly out: string;
  readonly format: 'fhir' | 'columns';
  readonly gzip?: true;
  readonly json?: true;
}

/** `medrec-census generate` */
export function generateCommand(): Command {
  return new Command('generate')
    .description('make up a hospital’s records, with a manifest that counts them')
    .requiredOption('--patients <number>', '100 to 1,000,000', Number)
    .option('--seed <number>', 'the same seed makes the same bytes', Number, 1)
    .requiredOption('--out <folder>', 'where to write')
    .addOption(
      new Option('--format <format>', 'FHIR NDJSON, or the coded columns that products count over')
        .choices(['fhir', 'columns'])
        .default('fhir'),
    )
    .option('--gzip', 'pack the files (FHIR)')
    .option('--json', 'print the manifest as JSON')
    .action(run);
}

async function run(flags: GenerateFlags): Promise<void> {
  const dir = resolveUserPath(flags.out);
  if (flags.format === 'columns') return runColumns(flags, dir);
  const progress = createProgress('Generating', 'patients');
  const manifest = await generate({ patients: flags.patients, seed: flags.seed, dir, gzip: flags.gzip === true, progress });
  createOutput(flags.json === true).result(manifest, (print) => {
    print(`${manifest.patients} patients, seed ${manifest.seed}, ages in ${manifest.referenceYear}, in ${dir}`);
    for (const { path, lines, sha256 } of manifest.files) print(`  ${path}  ${lines} lines  sha256 ${sha256}`);
  });
}

async function runColumns({ patients, seed, json }: GenerateFlags, dir: string): Promise<void> {
  const manifest = await writeColumns({ patients, seed, dir });
  createOutput(json === true).result(manifest, (print) => {
    print(`${manifest.patients} patients, seed ${manifest.seed}, ages in ${manifest.referenceYear}, in ${dir}`);
    for (const { path, type, values, sha256 } of manifest.files) print(`  ${path}  ${values} × ${type}  sha256 ${sha256}`);
  });
}
