import type { Hex } from '../bytes/index.ts';
import type { NodeClient } from '../client/index.ts';
import { MedrecError } from '../errors/index.ts';
import { relationshipOf } from './chain-view.ts';

const ACCEPTED = 2;
const TIMEOUT_MS = 600_000;

/** Waits until the relationship stands on the chain. @returns the block in whose state it was seen. @throws MedrecError `NOT_YET_ENROLLED`. */
export function awaitAccepted(client: NodeClient, relationship: Hex, timeoutMs: number = TIMEOUT_MS): Promise<bigint> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      stop();
      settle();
    };
    const look = async (block: bigint): Promise<void> => {
      try {
        if ((await relationshipOf(client, relationship)).state >= ACCEPTED) finish(() => resolve(block));
      } catch (error) {
        if (!(error instanceof MedrecError) || error.code !== 'NODE_UNREACHABLE') finish(() => reject(error));
      }
    };
    const timer = setTimeout(() => finish(() => reject(notYet(relationship))), timeoutMs);
    const stop = client.onHead((head) => void look(head.number));
  });
}

function notYet(relationship: Hex): MedrecError {
  return new MedrecError({
    code: 'NOT_YET_ENROLLED',
    message: 'The hospital has the consent, but the chain does not show the relationship yet.',
    facts: { relationship },
    remedy: 'Run the same command again later; nothing is lost.',
  });
}
