import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** None: keys are never unlocked over HTTP. */
export const ethAccounts = defineMethod('eth_accounts', none, () => []);
