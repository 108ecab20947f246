import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { resolveUserPath } from '../cli/index.ts';
import { MedrecError } from '../errors/index.ts';

/** What every command of the wallet takes. */
export interface CommonOptions {
  readonly dir?: string;
  readonly rpc?: string;
  readonly passphraseFile?: string;
  readonly json?: boolean;
}

export function walletCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--dir <folder>', 'the wallet’s folder (default: ~/.medrec/wallet)')
    .option('--rpc <url>', 'the node to ask (default: the one used last, the invitation’s, or the devnet’s)')
    .option('--passphrase-file <file>', 'holds the passphrase of a locked key file')
    .option('--json', 'print one JSON value');
}

export function walletDir(options: CommonOptions): string {
  return options.dir === undefined ? join(homedir(), '.medrec', 'wallet') : resolveUserPath(options.dir);
}

/** A whole number from the command line. @throws MedrecError `OPTION_INVALID`. */
export function wholeNumber(option: string, text: string, minimum = 0): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= minimum) return value;
  throw new MedrecError({
    code: 'OPTION_INVALID',
    message: `${option} takes a whole number.`,
    facts: { option, minimum },
    remedy: `Write digits alone, ${minimum} or more, for example ${option} ${Math.max(minimum, 7)}.`,
  });
}
