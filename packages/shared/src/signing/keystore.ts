import { access, chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HDNodeWallet, isKeystoreJson, Mnemonic, randomBytes, Wallet } from 'ethers';
import { z } from 'zod';
import { MedrecError } from '../errors/index.ts';

const plain = z.strictObject({ version: z.literal(1), mnemonic: z.string().min(1) });

/**
 * A seed of twelve words on disk, mode 0600. With a passphrase the file is Ethereum's Web3 secret storage
 * (scrypt + AES); without one it is plain, for devnets and for machines whose disk encryption guards it.
 * @throws MedrecError `KEYSTORE_MISSING`, `KEYSTORE_INVALID`, `KEYSTORE_LOCKED`.
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
  const mnemonic = readPlain(text) ?? (isKeystoreJson(text) ? await unlock(path, text, passphrase) : undefined);
  if (mnemonic !== undefined) return HDNodeWallet.fromMnemonic(mnemonic, 'm');
  throw new MedrecError({
    code: 'KEYSTORE_INVALID',
    message: 'The key file is damaged: it holds no seed.',
    facts: { path },
    remedy: 'Move it away and restore it from its twelve words.',
  });
}

/** Undefined when the text is not the plain form, or its words are no seed. What it holds must reach no error. */
function readPlain(text: string): Mnemonic | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = plain.safeParse(value);
  return parsed.success && Mnemonic.isValidMnemonic(parsed.data.mnemonic) ? Mnemonic.fromPhrase(parsed.data.mnemonic) : undefined;
}

/** Undefined when the file opens but holds a bare key. @throws MedrecError `KEYSTORE_LOCKED`. */
async function unlock(path: string, text: string, passphrase: string | undefined): Promise<Mnemonic | undefined> {
  try {
    const wallet = await Wallet.fromEncryptedJson(text, passphrase ?? '');
    return wallet instanceof HDNodeWallet ? (wallet.mnemonic ?? undefined) : undefined;
  } catch (cause) {
    throw new MedrecError({
      code: 'KEYSTORE_LOCKED',
      message: 'The key file did not open.',
      facts: { path },
      cause: undefined,
      remedy: passphrase === undefined ? 'Give its passphrase.' : `Check the passphrase (${(cause as Error).name}).`,
    });
  }
}

/** For whoever shows fresh words: ones that could not be kept must never be shown. @throws MedrecError `KEYSTORE_EXISTS`. */
export async function requireNoKeystore(path: string): Promise<void> {
  const isTaken = await access(path).then(
    () => true,
    () => false, // whatever else is wrong with the path, writing it will say
  );
  if (isTaken) throw keystoreExists(path);
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
    throw keystoreExists(path, cause);
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

function keystoreExists(path: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'KEYSTORE_EXISTS',
    message: 'A key file already stands there.',
    facts: { path },
    cause,
    remedy: 'Use it, or choose another folder; it is never overwritten.',
  });
}
