import type { Command } from 'commander';
import { createOutput, readPassphrase } from '../../cli/index.ts';
import { readKeystore } from '../../signing/index.ts';
import { encryptionKeys, viewerAccount } from '../accounts.ts';
import { type CommonOptions, walletCommand, walletDir } from '../common-options.ts';
import type { WalletIo } from '../io.ts';
import { createWalletStore } from '../wallet-file.ts';

export function addressCommand(io: WalletIo): Command {
  return walletCommand('address', 'your address as a reader, to give to a patient who wants to let you read').action(
    async (options: CommonOptions) => {
      const { keystorePath } = createWalletStore(walletDir(options));
      const viewer = viewerAccount(await readKeystore(keystorePath, await readPassphrase(options.passphraseFile)));
      const { address } = viewer;
      const { publicKey } = encryptionKeys(viewer);
      createOutput(options.json === true, io.write).result({ address, encryptionKey: publicKey }, (print) => print(address));
    },
  );
}
