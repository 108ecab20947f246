import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { Mnemonic, randomBytes } from 'ethers';
import { createOutput, readPassphrase } from '../../cli/index.ts';
import { MedrecError } from '../../errors/index.ts';
import { requireNoKeystore, writeKeystore } from '../../signing/index.ts';
import { type CommonOptions, walletCommand, walletDir } from '../common-options.ts';
import type { WalletIo } from '../io.ts';
import { createWalletStore } from '../wallet-file.ts';

interface InitOptions extends CommonOptions {
  readonly words?: string;
}

const CONFIRM_ATTEMPTS = 3;

export function initCommand(io: WalletIo): Command {
  return walletCommand('init', 'make a wallet: twelve words, shown once, from which everything else follows')
    .option('--words <words>', 'take up the wallet of these words; - reads them from the standard input')
    .action((options: InitOptions) => init(options, io));
}

async function init(options: InitOptions, io: WalletIo): Promise<void> {
  const { keystorePath } = createWalletStore(walletDir(options));
  // All that can fail comes before the words are shown: somebody may write them down.
  await requireNoKeystore(keystorePath);
  const passphrase = await readPassphrase(options.passphraseFile);
  const given = options.words === '-' ? await text(process.stdin) : options.words;
  const phrase = given === undefined ? Mnemonic.fromEntropy(randomBytes(16)).phrase : requireWords(given);
  const isNew = given === undefined;
  const output = createOutput(options.json === true, io.write);
  if (isNew && !output.json) {
    io.write(`Your twelve words. Write them down; they are not shown again, and whoever has them has your records.\n\n  ${phrase}\n\n`);
    await confirmWords(phrase, io);
  }
  await writeKeystore(keystorePath, phrase, passphrase);
  output.result({ keystore: keystorePath, ...(isNew ? { words: phrase } : {}) }, (print) => {
    print(`wallet kept in ${keystorePath}`);
    if (!isNew) print('your relationships are found again by `medrec-wallet history --rescan`');
  });
}

/** The checksum in the twelfth word finds most slips of the pen. @throws MedrecError `WORDS_INVALID`. */
function requireWords(text: string): string {
  const phrase = text.trim().toLowerCase().split(/\s+/).join(' ');
  if (Mnemonic.isValidMnemonic(phrase)) return phrase;
  throw new MedrecError({
    code: 'WORDS_INVALID',
    message: 'These are not the words of a wallet.',
    facts: { words: phrase.split(' ').length },
    remedy: 'Check spelling and order against your note (BIP-39, English).',
  });
}

async function confirmWords(phrase: string, { ask, note }: WalletIo): Promise<void> {
  if (ask === undefined) return;
  for (let attempt = 1; attempt <= CONFIRM_ATTEMPTS; attempt++) {
    const typed = await ask('Type them to confirm: ');
    if (typed.trim().toLowerCase().split(/\s+/).join(' ') === phrase) return;
    note('That was not the same.');
  }
  throw new MedrecError({
    code: 'WORDS_NOT_CONFIRMED',
    message: 'The words were not confirmed; no wallet was made.',
    remedy: 'Start again with `init`.',
  });
}
