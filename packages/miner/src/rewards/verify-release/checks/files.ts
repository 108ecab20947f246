import { sha256Hex } from '@medrec/shared/bytes';
import { RELEASE_FILES } from '@medrec/shared/census';
import type { ReleaseCheck } from '../types.ts';

const UNLISTED: readonly string[] = [RELEASE_FILES.manifest, RELEASE_FILES.signature, RELEASE_FILES.salt];

/** Every file is listed in the manifest with its size and SHA-256, and nothing else is in the package. */
export const filesCheck: ReleaseCheck = {
  code: 'FILES',
  title: 'every file is the one the manifest lists',
  run({ files, manifest }) {
    const listed = new Map(manifest.files.map((file) => [file.path, file]));
    for (const [name, bytes] of files) {
      if (UNLISTED.includes(name)) continue;
      const file = listed.get(name);
      if (file === undefined) return `${name} is not in the manifest`;
      if (file.bytes !== bytes.length || file.sha256 !== sha256Hex(bytes)) return `${name} was changed`;
      listed.delete(name);
    }
    const [missing] = listed.keys();
    return missing === undefined ? undefined : `${missing} is missing`;
  },
};
