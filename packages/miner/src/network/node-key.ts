import { readFile, writeFile } from 'node:fs/promises';
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys';
import type { PrivateKey } from '@libp2p/interface';
import { MedrecError } from '@medrec/shared/errors';

/**
 * The node's libp2p identity (Ed25519, protobuf as base64, mode 0600), made on the first start. It names the peer and
 * nothing else: blocks are signed with the lab's own key.
 * @throws MedrecError `NODE_KEY_INVALID`
 */
export async function readOrCreateNodeKey(path: string): Promise<PrivateKey> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new MedrecError({ code: 'NODE_KEY_UNREADABLE', message: 'The node key could not be read.', facts: { path }, cause: error });
  });
  if (text === undefined) {
    const key = await generateKeyPair('Ed25519');
    await writeFile(path, `${Buffer.from(privateKeyToProtobuf(key)).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  }
  try {
    return privateKeyFromProtobuf(Buffer.from(text.trim(), 'base64'));
  } catch {
    throw new MedrecError({
      code: 'NODE_KEY_INVALID',
      message: 'The node key file holds no key.',
      facts: { path },
      remedy: 'Delete it: the node makes a new one and is known by another peer id.',
    });
  }
}
