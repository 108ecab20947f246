import { MedrecError } from '@medrec/shared/errors';
import type { HospitalChain } from '../publisher/index.ts';

/** The newest block with the network's confirmations on top; the genesis block on a young chain. */
export async function confirmedNumber(chain: HospitalChain): Promise<bigint> {
  const { number } = await chain.head();
  return number > chain.confirmations ? number - chain.confirmations : 0n;
}

/**
 * The newest block that payment may rest on: confirmed and, where the network has checkpoints, not above the certified one.
 * @throws MedrecError `CHECKPOINTS_CONFLICT` once two certificates cannot be on one chain
 */
export async function payableNumber(chain: HospitalChain): Promise<bigint> {
  const confirmed = await confirmedNumber(chain);
  const view = chain.checkpointInterval > 0 ? await chain.checkpoints() : undefined;
  if (view === undefined) return confirmed;
  if (view.conflict) throw conflict();
  const certified = view.certified?.canonical ? view.certified.number : 0n;
  return certified < confirmed ? certified : confirmed;
}

function conflict(): MedrecError {
  return new MedrecError({
    code: 'CHECKPOINTS_CONFLICT',
    message: 'The providers have certified two blocks that cannot be on one chain; nothing is paid until they agree.',
    remedy: 'The providers settle which branch stands; see docs/protocol.md, Finality.',
  });
}

/** When it is worth asking again about something that only the head says. Whole seconds, at least 1. */
export async function secondsUntilConfirmed(chain: HospitalChain): Promise<number> {
  return seconds(Number(chain.confirmations), chain);
}

/** The same for what is paid: up to a whole interval passes before the next checkpoint. */
export async function secondsUntilPayable(chain: HospitalChain): Promise<number> {
  return seconds(Number(chain.confirmations) + chain.checkpointInterval, chain);
}

async function seconds(blocks: number, chain: HospitalChain): Promise<number> {
  return Math.max(1, Math.ceil(blocks * (await chain.secondsPerBlock())));
}
