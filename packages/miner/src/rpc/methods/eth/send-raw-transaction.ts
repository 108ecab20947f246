import { hexToBytes } from '@medrec/shared/bytes';
import { defineMethod } from '../../method.ts';
import { bytes, positional } from '../../schemas.ts';

/** A transaction that a rule refuses is answered with the rule's code, for example `TX_UNPROTECTED`. */
export const ethSendRawTransaction = defineMethod('eth_sendRawTransaction', positional(bytes), ({ pool }, [raw]) =>
  pool.add(hexToBytes(raw), 'rpc'),
);
