import type { HospitalChain } from '../publisher/index.ts';

/** The newest block with the network's confirmations on top; the genesis block on a young chain. */
export async function confirmedNumber(chain: HospitalChain): Promise<bigint> {
  const { number } = await chain.head();
  return number > chain.confirmations ? number - chain.confirmations : 0n;
}

/** When it is worth asking again about something that only the head says. Whole seconds, at least 1. */
export async function secondsUntilConfirmed(chain: HospitalChain): Promise<number> {
  return Math.max(1, Math.ceil(Number(chain.confirmations) * (await chain.secondsPerBlock())));
}
