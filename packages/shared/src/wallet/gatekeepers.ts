import type { BaseWallet } from 'ethers';
import type { Hex } from '../bytes/index.ts';
import { createGatekeeperClient, type GatekeeperClient } from '../client/index.ts';
import { MedrecError } from '../errors/index.ts';
import { hostOf } from './chain-view.ts';
import { url } from './schemas.ts';
import type { Session } from './session.ts';

/**
 * A provider's gatekeeper: where an invitation or ticket said, else where the Registrar says now. An invitation knows
 * the port that listens; whichever is asked, requests are signed for this provider alone and answers are checked
 * against the chain. @throws MedrecError `GATEKEEPER_UNKNOWN`.
 */
export async function connectGatekeeper(session: Session, providerId: Hex, signer: BaseWallet, hint?: string): Promise<GatekeeperClient> {
  const { domain } = session;
  return createGatekeeperClient({ url: await gatekeeperUrl(session, providerId, hint), signer, domain, providerId });
}

export async function gatekeeperUrl({ client, store }: Session, providerId: Hex, hint?: string): Promise<string> {
  const remembered = hint ?? (await store.read()).gatekeepers[providerId.toLowerCase() as Hex];
  const host = remembered ?? (await hostOf(client, providerId));
  if (url.safeParse(host).success) return host;
  throw new MedrecError({
    code: 'GATEKEEPER_UNKNOWN',
    message: 'Nobody says where the provider’s gatekeeper listens.',
    facts: { providerId },
    remedy: 'Ask the provider for its address; its entry in the Registrar is empty.',
  });
}

export async function rememberGatekeeper({ store }: Session, providerId: Hex, address: string): Promise<void> {
  const memory = await store.read();
  await store.write({ ...memory, gatekeepers: { ...memory.gatekeepers, [providerId.toLowerCase()]: address } });
}
