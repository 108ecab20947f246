import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { requireBlockHash } from '../../find-block.ts';
import { defineMethod } from '../../method.ts';
import { address, blockTag, positional, quantity } from '../../schemas.ts';

/** One storage slot as 32 bytes. */
export const ethGetStorageAt = defineMethod(
  'eth_getStorageAt',
  positional(address, quantity, blockTag),
  async ({ chain }, [account, position, tag]) => {
    const slot = hexToBytes(`0x${position.toString(16).padStart(64, '0')}`);
    const value = await chain.storageAt(await requireBlockHash(chain, tag), account, slot);
    return `0x${bytesToHex(value).slice(2).padStart(64, '0')}`;
  },
);
