import type { BaseWallet } from 'ethers';
import { type Hex, sameAddress } from '../bytes/index.ts';
import { createGatekeeperClient, type GatekeeperClient } from '../client/index.ts';
import { asMedrecError, MedrecError } from '../errors/index.ts';
import { viewerAccount } from './accounts.ts';
import { hostOf } from './chain-view.ts';
import { url } from './schemas.ts';
import type { Session } from './session.ts';

/**
 * A provider's gatekeeper. Requests are signed for this provider alone and records are checked against the chain, so a
 * wrong address can refuse, not deceive. @throws MedrecError as `gatekeeperUrl`.
 */
export async function connectGatekeeper(session: Session, providerId: Hex, signer: BaseWallet, hint?: string): Promise<GatekeeperClient> {
  return clientAt(session, providerId, signer, await gatekeeperUrl(session, providerId, hint));
}

/**
 * Where a provider's gatekeeper listens: where the Registrar says now, else where an invitation or a ticket said.
 * With both at hand, the first that answers for this provider.
 * @throws MedrecError `GATEKEEPER_UNKNOWN` when nobody says, or why the last one asked is not it.
 */
export async function gatekeeperUrl(session: Session, providerId: Hex, hint?: string): Promise<string> {
  const remembered = (await session.store.read()).gatekeepers[providerId.toLowerCase() as Hex];
  const named = [await hostOf(session.client, providerId), hint, remembered];
  const candidates = [...new Set(named.filter((each) => each !== undefined && url.safeParse(each).success))] as string[];
  const [first, ...others] = candidates;
  if (first === undefined) throw gatekeeperUnknown(providerId);
  let refusal: MedrecError | undefined;
  for (const candidate of others.length === 0 ? [] : candidates) {
    refusal = await whyNot(session, providerId, candidate);
    if (refusal === undefined) return candidate;
  }
  if (refusal !== undefined) throw refusal;
  return first;
}

export async function rememberGatekeeper({ store }: Session, providerId: Hex, address: string): Promise<void> {
  const memory = await store.read();
  await store.write({ ...memory, gatekeepers: { ...memory.gatekeepers, [providerId.toLowerCase()]: address } });
}

/** Undefined when the provider's gatekeeper answers there. */
async function whyNot(session: Session, providerId: Hex, candidate: string): Promise<MedrecError | undefined> {
  try {
    const found = await clientAt(session, providerId, viewerAccount(session.seed), candidate).provider();
    return sameAddress(found.providerId, providerId) ? undefined : gatekeeperUnknown(providerId);
  } catch (thrown) {
    return asMedrecError(thrown);
  }
}

function clientAt({ domain }: Session, providerId: Hex, signer: BaseWallet, address: string): GatekeeperClient {
  return createGatekeeperClient({ url: address, signer, domain, providerId });
}

function gatekeeperUnknown(providerId: Hex): MedrecError {
  return new MedrecError({
    code: 'GATEKEEPER_UNKNOWN',
    message: 'Nobody says where the provider’s gatekeeper listens.',
    facts: { providerId },
    remedy: 'Ask the provider for its address; its entry in the Registrar is empty.',
  });
}
