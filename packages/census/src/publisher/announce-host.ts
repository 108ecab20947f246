import type { Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, registrarAbi } from '@medrec/shared/contracts';
import type { HospitalChain, Transactions } from './ports.ts';

/** `setHost` of an address of usual length costs under 100,000 gas. */
const SET_HOST_GAS = 200_000n;

/** Labs and wallets find the gatekeeper by the Registrar: what stands there is made to be where it listens. */
export async function announceHost(chain: HospitalChain, transactions: Transactions, providerId: Hex, url: string): Promise<void> {
  if ((await chain.hostOf(providerId)) === url) return;
  const data = encodeCall(registrarAbi, 'setHost', [url]);
  await transactions.send({ to: REGISTRAR_ADDRESS, data, gasLimit: SET_HOST_GAS, label: 'announce the gatekeeper’s address' });
}
