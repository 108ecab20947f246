import { devnetPreset, mainnetPreset, readParticipantFile, type SpecPreset, writeChainSpec } from '@medrec/shared/chain';
import { createOutput, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { Command, Option } from 'commander';
import { createSpec } from '../../../execution/index.ts';
import { requireDeployableRule } from '../../../rewards/index.ts';
import { makeConfig, requireRole } from './make-config.ts';
import { printSummary, summarise } from './summary.ts';

const PRESETS: Readonly<Record<string, SpecPreset>> = { devnet: devnetPreset, mainnet: mainnetPreset };

/** Two labs on one laptop find this in about a second, so that a new network gets going; from the minimum, the first hundred blocks would tumble over each other. */
const FIXED_SIZE_START_DIFFICULTY = 131_072n;

interface CreateOptions {
  readonly preset: string;
  readonly chainId: string;
  readonly provider: readonly string[];
  readonly lab: readonly string[];
  readonly out: string;
  readonly timestamp?: string;
  readonly difficulty?: string;
  readonly set: readonly string[];
  readonly json: boolean;
}

export function createSpecCommand(): Command {
  return new Command('create')
    .description('make a network’s chain spec from its founders’ participant files')
    .addOption(new Option('--preset <name>', 'kind of network').choices(Object.keys(PRESETS)).default('devnet'))
    .requiredOption('--chain-id <number>', 'EIP-155 chain id')
    .requiredOption('--provider <file...>', 'participant.json of a hospital; repeatable')
    .option('--lab <file...>', 'participant.json of a lab; repeatable', [])
    .requiredOption('--out <file>', 'where to write the spec')
    .option('--timestamp <seconds>', 'unix time of the genesis block, start of census epoch 0 (default: now)')
    .option('--difficulty <number>', 'difficulty of the genesis block')
    .option('--set <key=value...>', 'change one value of the preset; repeatable', [])
    .option('--json', 'print one JSON value', false)
    .action(createAndReport);
}

async function createAndReport(options: CreateOptions): Promise<void> {
  const preset = PRESETS[options.preset] ?? devnetPreset;
  const config = makeConfig({
    preset,
    providers: await Promise.all(
      options.provider.map(async (path) => requireRole(await readParticipantFile(resolveUserPath(path)), 'provider', path)),
    ),
    labs: await Promise.all(options.lab.map(async (path) => requireRole(await readParticipantFile(resolveUserPath(path)), 'lab', path))),
    settings: options.set,
  });
  requireDeployableRule(config.rewardRule);
  const minimum = BigInt(config.difficulty.minimum);
  const start = config.ethash.mode === 'fixed' && minimum < FIXED_SIZE_START_DIFFICULTY ? FIXED_SIZE_START_DIFFICULTY : minimum;
  const spec = await createSpec({
    chainId: wholeNumber('--chain-id', options.chainId),
    config,
    timestampSeconds: options.timestamp === undefined ? Math.floor(Date.now() / 1000) : wholeNumber('--timestamp', options.timestamp),
    difficulty: options.difficulty === undefined ? start : BigInt(wholeNumber('--difficulty', options.difficulty)),
  });
  const path = resolveUserPath(options.out);
  await writeChainSpec(path, spec);
  const summary = { file: path, ...summarise(spec) };
  createOutput(options.json).result(summary, (print) => {
    print(`wrote ${path}`);
    printSummary(summary, print);
  });
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new MedrecError({
    code: 'OPTION_INVALID',
    message: 'The option needs a whole number above 0.',
    facts: { option, value: text },
    remedy: `Write digits alone, for example ${option} 8017.`,
  });
}
