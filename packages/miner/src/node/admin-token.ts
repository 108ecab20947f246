import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { MedrecError } from '@medrec/shared/errors';

const TOKEN_BYTES = 32;
const TOKEN = /^[0-9a-f]{64}$/;
const OTHERS_BITS = 0o077;

/**
 * The token that RPC's admin methods ask for, as 64 hexadecimal digits in a file of mode 0600, made on the first start.
 * @throws MedrecError `ADMIN_TOKEN_UNREADABLE`, `ADMIN_TOKEN_INVALID`, `ADMIN_TOKEN_OPEN`
 */
export async function readOrCreateAdminToken(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new MedrecError({ code: 'ADMIN_TOKEN_UNREADABLE', message: 'The admin token could not be read.', facts: { path }, cause });
  });
  if (text === undefined) {
    const token = randomBytes(TOKEN_BYTES).toString('hex');
    await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
    return token;
  }
  const { mode } = await stat(path);
  if ((mode & OTHERS_BITS) !== 0) {
    throw new MedrecError({
      code: 'ADMIN_TOKEN_OPEN',
      message: 'Other users of this machine can read the admin token.',
      facts: { path, mode: (mode & 0o777).toString(8) },
      remedy: 'Delete it: the node makes a new one that only its own user can read.',
    });
  }
  if (TOKEN.test(text.trim())) return text.trim();
  throw new MedrecError({
    code: 'ADMIN_TOKEN_INVALID',
    message: 'The admin token’s file holds no token.',
    facts: { path },
    remedy: 'Delete it: the node makes a new one.',
  });
}
