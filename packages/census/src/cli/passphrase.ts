import { readFile } from 'node:fs/promises';
import { resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';

/** The passphrase in a file, without the line's end; undefined when no file is named. @throws MedrecError `PASSPHRASE_UNREADABLE`. */
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
  return text.trimEnd();
}
