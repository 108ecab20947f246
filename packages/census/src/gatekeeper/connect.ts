import type { Hex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import type { NodeClient } from '@medrec/shared/client';
import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { createChainView, type HospitalChain } from '../publisher/index.ts';

const CONNECT_TIMEOUT_MS = 60_000;
const RETRY_MS = 1000;

/** Waits for the hospital's node, which may be starting as well. @throws MedrecError `NODE_UNREACHABLE` after a minute. */
export async function connectChain(client: NodeClient, log: Logger): Promise<HospitalChain> {
  const deadline = Date.now() + CONNECT_TIMEOUT_MS;
  for (;;) {
    try {
      return await createChainView(client);
    } catch (error) {
      const isAway = error instanceof MedrecError && error.code === 'NODE_UNREACHABLE';
      if (!isAway || Date.now() > deadline) throw error;
      log.info({ url: client.url }, 'waiting for the node');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** The provider's participant id, from the head. @throws MedrecError `PROVIDER_NOT_ADMITTED`. */
export async function providerIdOf(chain: HospitalChain, account: Hex): Promise<Hex> {
  const participant = await chain.participantOf(account, 'latest');
  if (participant.active && participant.role === ROLE.provider) return participant.id;
  throw new MedrecError({
    code: 'PROVIDER_NOT_ADMITTED',
    message: 'This network has no active provider with this hospital’s key.',
    facts: { account, chainId: chain.chainId, genesisHash: chain.genesisHash },
    remedy: 'Connect to the network whose spec was made with this hospital’s participant.json, or have the providers vote it in.',
  });
}
