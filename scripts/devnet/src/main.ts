import { resolveUserPath, runCommand } from '@medrec/shared/cli';
import type { MedrecError } from '@medrec/shared/errors';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ConsoleOptions } from './console.ts';
import { defaultRoot } from './layout.ts';
import type { LogLevel } from './network.ts';
import { runDevnet } from './run.ts';

const DEFAULT_PATIENTS = 2000;
const DEFAULT_SEED = 2016;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1 up');
  return value;
}

interface StartFlags {
  readonly once: boolean;
  readonly dir: string;
  readonly data?: string;
  readonly patients: number;
  readonly seed: number;
  readonly logFormat: ConsoleOptions['format'];
  readonly logLevel: LogLevel;
}

const program = new Command('start')
  .description('Runs a MedRec devnet on this machine: one hospital, two labs mining against each other, one patient with a wallet.')
  .option('--once', 'end after the first paid census', false)
  .option('--dir <folder>', 'where its state lies; a second run goes on where the first stopped', defaultRoot())
  .option('--data <path>', 'FHIR R4 files or folder (Bundles or NDJSON, .gz too) instead of generated patients')
  .option('--patients <n>', 'how many patients to generate (100 to 1,000,000)', wholeNumber, DEFAULT_PATIENTS)
  .option('--seed <n>', 'seed of the generated patients', wholeNumber, DEFAULT_SEED)
  .addOption(
    new Option('--log-format <format>', 'json gives every line of every process with all its fields')
      .choices(['pretty', 'json'])
      .default('pretty'),
  )
  .addOption(
    new Option('--log-level <level>', 'least level the processes log').choices(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  )
  .action(async (options: StartFlags) => {
    const source =
      options.data === undefined
        ? ({ kind: 'generated', patients: options.patients, seed: options.seed } as const)
        : ({ kind: 'path', path: resolveUserPath(options.data) } as const);
    const failure: MedrecError | undefined = await runDevnet({ ...options, root: resolveUserPath(options.dir), source });
    if (failure) throw failure;
  });

await runCommand(program);
