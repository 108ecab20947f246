import { hexToBytes, keccakHex } from '@medrec/shared/bytes';
import { defineMethod } from '../../method.ts';
import { bytes, none, positional } from '../../schemas.ts';

export const web3ClientVersion = defineMethod('web3_clientVersion', none, ({ clientVersion }) => clientVersion);
export const web3Sha3 = defineMethod('web3_sha3', positional(bytes), (_, [data]) => keccakHex(hexToBytes(data)));
