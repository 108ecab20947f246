import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { readKeystore } from '@medrec/shared/signing';
import type { HDNodeWallet } from 'ethers';
import { addressOf, relationshipAccount, viewerAccount } from '../../../packages/shared/src/wallet/accounts.ts';
import { type Refused, runJson, runRefused } from './processes.ts';
import { until } from './until.ts';

/** A folder with a seed, on which `medrec-wallet` is run. */
export interface TestWallet {
  readonly dir: string;
  readonly words: string;
  /** With which it reads other people's records. */
  readonly viewer: HDNodeWallet;
  /** `viewer`'s, lower case. */
  readonly address: Hex;
  /** Of the wallet's first relationship. */
  readonly owner: HDNodeWallet;
  /** A command's `--json` value. */
  run<T = Readonly<Record<string, unknown>>>(command: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<T>;
  /** The error with which the command ends. */
  refused(command: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Refused>;
}

/** A new one, or the one of those words. */
export async function makeWallet(dir: string, rpc: string, words?: string): Promise<TestWallet> {
  const made = await runJson<{ words?: string }>('medrec-wallet', [
    'init',
    '--dir',
    dir,
    ...(words === undefined ? [] : ['--words', words]),
  ]);
  const seed = await readKeystore(join(dir, 'keystore.json'));
  const viewer = viewerAccount(seed);
  const full = (command: string, args: readonly string[]): string[] => [command, ...args, '--dir', dir, '--rpc', rpc];
  return {
    dir,
    words: words ?? made.words ?? '',
    viewer,
    address: addressOf(viewer),
    owner: relationshipAccount(seed, 0),
    run: (command, args = [], env = {}) => runJson('medrec-wallet', full(command, args), env),
    refused: (command, args = [], env = {}) => runRefused('medrec-wallet', full(command, args), env),
  };
}

/** The file that a hospital started with `--invite` leaves for its first patients, from 1; written once they are loaded. */
export function invitationFile(hospitalDir: string, number: number): Promise<string> {
  const path = join(hospitalDir, 'invitations', `${number}.json`);
  return until(`invitation ${number} is written`, () => access(path).then(() => path));
}
