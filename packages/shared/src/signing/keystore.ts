import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HDNodeWallet, Mnemonic, randomBytes, Wallet } from 'ethers';
import { z } from 'zod';
import { MedrecError } from '../errors/index.ts';

const plain = z.strictObject({ version: z.literal(1), mnemonic: z.string().min(1) });

/**
 * A seed of twelve words on disk, mode 0600. With a passphrase the file is Ethereum's Web3 secret storage
 * (scrypt + AES); without one it is plain, for devnets and for machines whose disk encryption guards it.
 */
export async function readKeystore(path: string, passphrase?: string): Promise<HDNodeWallet> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MedrecError({
      code: 'KEYSTORE_MISSING',
      message: 'The key file could not be read.',
      facts: { path },
      cause,
      remedy: 'Run the `init` command first, or name the right folder.',
    });
  });
  try {
    const value: unknown = JSON.parse(text);
    const parsed = plain.safeParse(value);
    if (parsed.success) return HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(parsed.data.mnemonic), 'm');
    const wallet = await Wallet.fromEncryptedJson(text, passphrase ?? '');
    if (wallet instanceof HDNodeWallet && wallet.mnemonic) return HDNodeWallet.fromMnemonic(wallet.mnemonic, 'm');
  } catch (cause) {
    throw new MedrecError({
      code: 'KEYSTORE_LOCKED',
      message: 'The key file did not open.',
      facts: { path },
      cause: undefined,
      remedy: passphrase === undefined ? 'Give its passphrase.' : `Check the passphrase (${(cause as Error).name}).`,
    });
  }
  throw new MedrecError({
    code: 'KEYSTORE_INVALID',
    message: 'The key file holds no seed.',
    facts: { path },
    remedy: 'Restore it from its twelve words.',
  });
}

/** Never overwrites: a lost seed cannot be had back. @throws MedrecError `KEYSTORE_EXISTS`. */
export async function writeKeystore(path: string, mnemonic: string, passphrase?: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const phrase = Mnemonic.fromPhrase(mnemonic);
  const text =
    passphrase === undefined
      ? `${JSON.stringify({ version: 1, mnemonic: phrase.phrase })}\n`
      : await HDNodeWallet.fromMnemonic(phrase).encrypt(passphrase);
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(temporary, path); // fails if the name is taken, where rename would overwrite
  } catch (cause) {
    throw new MedrecError({
      code: 'KEYSTORE_EXISTS',
      message: 'A key file already stands there.',
      facts: { path },
      cause,
      remedy: 'Use it, or choose another folder; it is never overwritten.',
    });
  } finally {
    await unlink(temporary);
  }
  await chmod(path, 0o600);
}

/** The seed at that path, or a fresh one of 128 bits from the operating system. */
export async function readOrCreateKeystore(path: string, passphrase?: string): Promise<HDNodeWallet> {
  try {
    return await readKeystore(path, passphrase);
  } catch (error) {
    if (!(error instanceof MedrecError) || error.code !== 'KEYSTORE_MISSING') throw error;
  }
  await writeKeystore(path, Mnemonic.fromEntropy(randomBytes(16)).phrase, passphrase);
  return readKeystore(path, passphrase);
}
