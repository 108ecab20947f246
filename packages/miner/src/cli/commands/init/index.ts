import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { readParticipantFile, writeParticipantFile } from '@medrec/shared/chain';
import { createOutput, readPassphrase, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { ACCOUNT_PATH, encryptionKeyPairOf, readOrCreateKeystore } from '@medrec/shared/signing';
import { Command } from 'commander';

interface InitOptions {
  readonly dir: string;
  readonly host: string;
  readonly passphraseFile?: string;
  readonly json: boolean;
}

/** `medrec-miner init`: the lab's key, and the public file that the providers vote on. A second run changes nothing. */
export function initCommand(): Command {
  return new Command('init')
    .description('make the lab’s key and participant.json, the public file that the network’s founders or voters need')
    .requiredOption('--dir <folder>', 'the lab’s folder')
    .option('--host <url>', 'where the lab’s services listen, if anywhere', '')
    .option('--passphrase-file <file>', 'file with a passphrase that encrypts the key')
    .option('--json', 'print one JSON value', false)
    .action(async (options: InitOptions) => {
      const dir = resolveUserPath(options.dir);
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await chmod(dir, 0o700);
      const passphrase = await readPassphrase(options.passphraseFile);
      const account = (await readOrCreateKeystore(join(dir, 'keystore.json'), passphrase)).derivePath(ACCOUNT_PATH);
      const address = account.address as Hex;
      const path = join(dir, 'participant.json');
      await writeOnce(path, { address, encryptionKey: encryptionKeyPairOf(account.privateKey as Hex).publicKey, host: options.host });
      createOutput(options.json).result({ address, participant: path }, (print) => {
        print(`lab ${address}`);
        print(`  public file  ${path}`);
        print('  Send it to the network’s founders (`spec create --lab`) or to a provider, who proposes the lab for a vote.');
      });
    });
}

/** The commitment stands for the lab on the chain for ever, so a file once written is kept. */
async function writeOnce(path: string, identity: { address: Hex; encryptionKey: Hex; host: string }): Promise<void> {
  try {
    await readParticipantFile(path);
  } catch (error) {
    if (!(error instanceof MedrecError) || error.code !== 'PARTICIPANT_FILE_UNREADABLE') throw error;
    await writeParticipantFile(path, { role: 'lab', commitment: bytesToHex(randomBytes(32)), ...identity });
  }
}
