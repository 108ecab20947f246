import { bytesToHex, type Hex, sameAddress } from '@medrec/shared/bytes';
import { PERMISSIONS_ADDRESS } from '@medrec/shared/chain';
import { decodeCall, permissionsAbi } from '@medrec/shared/contracts';
import type { PooledTransaction } from '../../../txpool/index.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** Commitments of grants that transactions still in the pool revoke: a gatekeeper refuses them before the chain says so. */
export const medrecPoolRevocations = defineMethod('medrec_poolRevocations', none, ({ pool }) => pool.all().flatMap(revoked));

function revoked({ transaction: { to, data } }: PooledTransaction): Hex[] {
  if (to === undefined || !sameAddress(to.toString(), PERMISSIONS_ADDRESS)) return [];
  const call = decodeCall(permissionsAbi, 'revoke', bytesToHex(data));
  return call === undefined ? [] : [call[1]];
}
