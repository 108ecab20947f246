import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { ACCOUNT_PATH, readKeystore } from '@medrec/shared/signing';

/** The lab's private key in the node's folder; undefined when it has no keystore: such a node relays and does not mine. */
export async function readLabKey(dir: string, passphrase?: string): Promise<Hex | undefined> {
  const path = join(dir, 'keystore.json');
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  return (await readKeystore(path, passphrase)).derivePath(ACCOUNT_PATH).privateKey as Hex;
}
