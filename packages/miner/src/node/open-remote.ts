import { join } from 'node:path';
import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import {
  createRemoteSealing,
  isLoopback,
  type RemoteObserver,
  type RemoteSealing,
  readOrCreateToken,
  readToken,
} from '../remote-sealing/index.ts';
import type { WorkDesk } from '../sealing/index.ts';
import type { OpenChain } from './open-chain.ts';
import type { NodeOptions } from './options.ts';

const TOKEN_FILE = 'stratum-token';
const LOOPBACK = '127.0.0.1';

interface RemoteParts {
  readonly desk: WorkDesk;
  readonly ethash: OpenChain['ethash'];
  readonly observer: RemoteObserver;
  readonly log: Logger;
}

/**
 * Outside miners on the lab's work desk. Where others than this machine's programs could connect, they need a token; a
 * token file that the operator names is asked for everywhere.
 * @throws MedrecError `STRATUM_TOKEN`
 */
export async function openRemote(options: NodeOptions, { desk, ethash, observer, log }: RemoteParts): Promise<RemoteSealing> {
  const { stratumPort, stratumHost = LOOPBACK, rpcHost, stratumTokenFile } = options;
  const isRpcOpen = !isLoopback(rpcHost);
  const isStratumOpen = stratumPort !== undefined && !isLoopback(stratumHost);
  const token = await tokenOf(options, isRpcOpen || isStratumOpen);
  const isAlways = stratumTokenFile !== undefined;
  const tokenWhere = (isOpen: boolean): string | undefined => (isAlways || isOpen ? token : undefined);
  return createRemoteSealing({
    ...{ desk, observer, log, rpcToken: tokenWhere(isRpcOpen) },
    // The epoch's cache takes half a second, once.
    prepare: ({ blockNumber, sealHash }) => ethash.hash(blockNumber, sealHash, 0n),
    stratum:
      stratumPort === undefined
        ? undefined
        : { host: stratumHost, port: stratumPort, token: tokenWhere(isStratumOpen), firstShareHashes: options.stratumDifficulty },
  });
}

/** @throws MedrecError `STRATUM_NO_LAB`: a port for miners on a node that can give them nothing is a mistake. */
export function requireNoStratum({ stratumPort, dir }: NodeOptions): void {
  if (stratumPort === undefined) return;
  throw new MedrecError({
    code: 'STRATUM_NO_LAB',
    message: 'A node without a lab’s key has no work for outside miners.',
    facts: { dir },
    remedy: 'Make the key with `medrec-miner init`, or leave --stratum-port out.',
  });
}

async function tokenOf({ dir, stratumTokenFile }: NodeOptions, isNeeded: boolean): Promise<string | undefined> {
  if (stratumTokenFile !== undefined) return readToken(stratumTokenFile);
  return isNeeded ? readOrCreateToken(join(dir, TOKEN_FILE)) : undefined;
}
