import type { Hex } from '@medrec/shared/bytes';
import { computeAddress } from 'ethers';
import { signSealer } from '../consensus/index.ts';
import type { SealerKey } from './types.ts';

/** @param privateKey 32 bytes */
export function sealerKeyFrom(privateKey: Hex): SealerKey {
  return { address: computeAddress(privateKey).toLowerCase() as Hex, sign: (digest) => signSealer(digest, privateKey) };
}
