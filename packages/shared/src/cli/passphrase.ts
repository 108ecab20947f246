import { readFile } from 'node:fs/promises';
import { MedrecError } from '../errors/index.ts';
import { resolveUserPath } from './paths.ts';

/**
 * The passphrase in a file, without the line's end; undefined when no file is named.
 * @throws MedrecError `PASSPHRASE_UNREADABLE`, `PASSPHRASE_EMPTY`.
 */
export async function readPassphrase(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const path = resolveUserPath(file);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MedrecError({
      code: 'PASSPHRASE_UNREADABLE',
      message: 'The passphrase’s file could not be read.',
      facts: { path },
      cause,
      remedy: 'Name a file that this user may read.',
    });
  });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase !== '') return passphrase;
  throw new MedrecError({ code: 'PASSPHRASE_EMPTY', message: 'The passphrase’s file is empty.', facts: { path } });
}
