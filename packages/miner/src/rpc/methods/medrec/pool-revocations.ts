import { type Hex, sameAddress } from '@medrec/shared/bytes';
import { PERMISSIONS_ADDRESS } from '@medrec/shared/chain';
import { Interface } from 'ethers';
import type { PooledTransaction } from '../../../txpool/index.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

const permissions = new Interface(['function revoke(address relationship, bytes32 commitment)']);
const SELECTOR = Buffer.from(permissions.getFunction('revoke')?.selector.slice(2) ?? '', 'hex');
const SELECTOR_BYTES = 4;
const WORD_BYTES = 32;

/**
 * Commitments of grants that transactions still in the pool revoke: a gatekeeper refuses them before the chain says so.
 * The last word of the call is the commitment; the pool has decoded and admitted the transaction.
 */
export const medrecPoolRevocations = defineMethod('medrec_poolRevocations', none, ({ pool }) => pool.all().flatMap(revoked));

function revoked({ transaction }: PooledTransaction): Hex[] {
  const { to, data } = transaction;
  if (to === undefined || !sameAddress(to.toString(), PERMISSIONS_ADDRESS)) return [];
  if (data.length < SELECTOR_BYTES + 2 * WORD_BYTES || Buffer.compare(data.subarray(0, SELECTOR_BYTES), SELECTOR) !== 0) return [];
  const at = SELECTOR_BYTES + WORD_BYTES;
  return [`0x${Buffer.from(data.subarray(at, at + WORD_BYTES)).toString('hex')}`];
}
