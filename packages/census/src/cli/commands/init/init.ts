import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesToHex } from '@medrec/shared/bytes';
import { type ProviderFile, readParticipantFile, writeParticipantFile } from '@medrec/shared/chain';
import { createOutput, readPassphrase, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { readOrCreateKeystore } from '@medrec/shared/signing';
import { Command } from 'commander';
import type { CohortProduct } from '../../../catalogue/index.ts';
import { identityOf, KEYSTORE_FILE } from '../../../gatekeeper/index.ts';
import { DEFAULT_MINIMUM_COHORT, MICRO_RHO } from '../../../privacy/index.ts';
import { requireHost } from './host.ts';
import { parseCount, parseRho } from './numbers.ts';
import { DEFAULT_PRODUCTS, parseProducts } from './parse-products.ts';

interface InitFlags {
  readonly dir: string;
  readonly host: string;
  readonly minimumCohort: number;
  readonly lifetimeRho: number;
  readonly sliceRho: number;
  readonly periodEpochs: number;
  readonly products: readonly CohortProduct[];
  readonly passphraseFile?: string;
  readonly json: boolean;
}

/** `medrec-census init`: the hospital's key, and the public file that the network's founders need. A second run changes nothing. */
export function initCommand(): Command {
  return new Command('init')
    .description('make the hospital’s key and participant.json, the public file that the network’s founders or voters need')
    .requiredOption('--dir <folder>', 'the hospital’s folder')
    .option('--host <url>', 'where others reach its gatekeeper; a loopback address, or none, is replaced by the one it listens on', '')
    .option('--minimum-cohort <patients>', 'cells under this noisy count are withheld', parseCount, DEFAULT_MINIMUM_COHORT)
    .option('--lifetime-rho <rho>', 'zCDP budget over all releases ever; it never renews', parseRho, 1)
    .option('--slice-rho <rho>', 'what each period unlocks of it; 0.17 is one release of C01 and one of C04', parseRho, 0.17)
    .option('--period-epochs <epochs>', 'length of a period in census epochs; 13 weeks are a quarter', parseCount, 13)
    .option('--products <ids>', 'what it offers from genesis on, for example C01,C04,C10', parseProducts, parseProducts(DEFAULT_PRODUCTS))
    .option('--passphrase-file <file>', 'file with a passphrase that encrypts the key')
    .option('--json', 'print one JSON value', false)
    .action(init);
}

async function init(flags: InitFlags): Promise<void> {
  const dir = resolveUserPath(flags.dir);
  const host = requireHost(flags.host);
  await makeFolder(dir);
  const seed = await readOrCreateKeystore(join(dir, KEYSTORE_FILE), await readPassphrase(flags.passphraseFile));
  const { account, encryption } = identityOf(seed);
  const path = join(dir, 'participant.json');
  const file = await writeOnce(path, {
    role: 'provider',
    address: account,
    commitment: bytesToHex(randomBytes(32)),
    encryptionKey: encryption.publicKey,
    host,
    policy: {
      minimumCohort: flags.minimumCohort,
      lifetimeMicroRho: toMicroRho(flags.lifetimeRho),
      sliceMicroRho: toMicroRho(flags.sliceRho),
      periodEpochs: flags.periodEpochs,
    },
    products: flags.products.map(({ definition }) => ({ ...definition })),
  });
  createOutput(flags.json).result({ address: account, participant: path, policy: file.policy }, (print) => {
    print(`hospital ${account}`);
    print(`  public file  ${path}`);
    print(`  policy       cells of ${file.policy.minimumCohort} patients and more; ρ ${file.policy.lifetimeMicroRho / MICRO_RHO} for life`);
    print('  Send the file to the network’s founders: `medrec-miner spec create --provider`.');
  });
}

/** @throws MedrecError `FOLDER_UNUSABLE`. */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
  } catch (cause) {
    throw new MedrecError({
      code: 'FOLDER_UNUSABLE',
      message: 'The hospital’s folder cannot be made there.',
      facts: { dir },
      cause,
      remedy: 'Name a folder with --dir, not a file, where this user may write.',
    });
  }
}

/** The commitment stands for the hospital on the chain for ever, so a file once written is kept. */
async function writeOnce(path: string, file: ProviderFile): Promise<ProviderFile> {
  try {
    const found = await readParticipantFile(path);
    if (found.role === 'provider') return found;
  } catch (error) {
    if (!(error instanceof MedrecError) || error.code !== 'PARTICIPANT_FILE_UNREADABLE') throw error;
    await writeParticipantFile(path, file);
    return file;
  }
  throw new MedrecError({
    code: 'FOLDER_OF_LAB',
    message: 'The folder belongs to a lab.',
    facts: { path },
    remedy: 'Give the hospital a folder of its own.',
  });
}

function toMicroRho(rho: number): number {
  return Math.round(rho * MICRO_RHO);
}
