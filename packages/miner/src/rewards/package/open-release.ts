import { isHex } from '@medrec/shared/bytes';
import { parseProductDefinition, parseReleaseDatasheet, parseReleaseManifest, RELEASE_FILES } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import type { OpenedRelease } from '../verify-release/types.ts';
import { readTables } from './read-tables.ts';
import type { PackageFiles } from './unpack.ts';

/** Decodes every part once. @throws MedrecError `PACKAGE_INCOMPLETE`, `PACKAGE_INVALID`, or a part's own code. */
export async function openRelease(files: PackageFiles): Promise<OpenedRelease> {
  const part = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) {
      throw new MedrecError({
        code: 'PACKAGE_INCOMPLETE',
        message: 'The release package lacks a file.',
        facts: { file: name },
        remedy: 'Claim the release again.',
      });
    }
    return bytes;
  };
  const signature = text(part(RELEASE_FILES.signature)).trim();
  const salt = text(part(RELEASE_FILES.salt)).trim();
  if (!isHex(signature, 65) || !isHex(salt, 32)) {
    throw new MedrecError({ code: 'PACKAGE_INVALID', message: 'The release’s signature or salt is not hexadecimal of the right length.' });
  }
  return {
    files,
    signature,
    salt,
    manifest: parseReleaseManifest(json(part(RELEASE_FILES.manifest), RELEASE_FILES.manifest)),
    product: parseProductDefinition(json(part(RELEASE_FILES.product), RELEASE_FILES.product)),
    datasheet: parseReleaseDatasheet(json(part(RELEASE_FILES.datasheet), RELEASE_FILES.datasheet)),
    ...(await readTables(part(RELEASE_FILES.csv), part(RELEASE_FILES.parquet))),
  };
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function json(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch (cause) {
    throw new MedrecError({ code: 'PACKAGE_INVALID', message: 'A file of the release package is not JSON.', facts: { file }, cause });
  }
}
