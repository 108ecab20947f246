import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { equalBytes, sha256 } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';

const FORM = /^[A-Za-z0-9_-]{16,128}$/;
const TOKEN_BYTES = 16;

/** True when one of what was given is the token. Hashes are compared, so that the time tells neither length nor prefix. */
export type TokenCheck = (secrets: readonly string[]) => boolean;

/** Without a token everybody passes: for listeners that only this machine reaches. */
export function createTokenCheck(token: string | undefined): TokenCheck {
  if (token === undefined) return () => true;
  const expected = hashOf(token);
  return (secrets) => secrets.map((secret) => equalBytes(hashOf(secret), expected)).includes(true);
}

function hashOf(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

/**
 * The token that outside miners must know.
 * @throws MedrecError `STRATUM_TOKEN` when the file cannot be read or holds none
 */
export async function readToken(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unusable(path, cause);
  });
  const token = text.trim();
  if (!FORM.test(token)) throw unusable(path);
  return token;
}

/** The token in the file, which is made, mode 0600, where there is none. @throws MedrecError `STRATUM_TOKEN` */
export async function readOrCreateToken(path: string): Promise<string> {
  try {
    await writeFile(path, `${randomBytes(TOKEN_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(path, cause);
  }
  return readToken(path);
}

function unusable(path: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'STRATUM_TOKEN',
    message: 'The file holds no usable token for outside miners.',
    facts: { path },
    cause,
    remedy: 'Write 16 to 128 letters, digits, - or _ into it, for example the output of `openssl rand -hex 16`.',
  });
}
