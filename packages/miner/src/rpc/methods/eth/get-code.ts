import { bytesToHex } from '@medrec/shared/bytes';
import { requireBlockHash } from '../../find-block.ts';
import { defineMethod } from '../../method.ts';
import { address, blockTag, positional } from '../../schemas.ts';

export const ethGetCode = defineMethod('eth_getCode', positional(address, blockTag), async ({ chain }, [account, tag]) =>
  bytesToHex(await chain.codeAt(await requireBlockHash(chain, tag), account)),
);
