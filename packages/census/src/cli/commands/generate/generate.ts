import { createOutput, createProgress, resolveUserPath } from '@medrec/shared/cli';
import { Command } from 'commander';
import { generate } from '../../../generator/index.ts';

interface GenerateFlags {
  readonly patients: number;
  readonly seed: number;
  readonly out: string;
  readonly gzip?: true;
  readonly json?: true;
}

/** `medrec-census generate` */
export function generateCommand(): Command {
  return new Command('generate')
    .description('make up a hospital’s records, as FHIR NDJSON with a manifest that counts them')
    .requiredOption('--patients <number>', '100 to 1,000,000', Number)
    .option('--seed <number>', 'the same seed makes the same bytes', Number, 1)
    .requiredOption('--out <folder>', 'where to write')
    .option('--gzip', 'pack the files')
    .option('--json', 'print the manifest as JSON')
    .action(run);
}

async function run(flags: GenerateFlags): Promise<void> {
  const dir = resolveUserPath(flags.out);
  const progress = createProgress('Generating', 'patients');
  const manifest = await generate({ patients: flags.patients, seed: flags.seed, dir, gzip: flags.gzip === true, progress });
  createOutput(flags.json === true).result(manifest, (print) => {
    print(`${manifest.patients} patients, seed ${manifest.seed}, ages in ${manifest.referenceYear}, in ${dir}`);
    for (const { path, lines, sha256 } of manifest.files) print(`  ${path}  ${lines} lines  sha256 ${sha256}`);
  });
}
