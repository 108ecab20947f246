import type { Hex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import type { Network } from '../network/index.ts';
import type { RemoteSealing } from '../remote-sealing/index.ts';
import { createRewardCollector, type RewardCollector } from '../rewards/index.ts';
import type { RpcServer } from '../rpc/index.ts';
import { short } from '../telemetry/index.ts';
import { type NodeEndpoint, removeEndpointFile, writeEndpointFile } from './endpoint-file.ts';
import type { OpenChain } from './open-chain.ts';
import type { Mining } from './open-mining.ts';
import type { NodeOptions } from './options.ts';

export interface Node {
  /** Opens the sockets, writes the endpoint file, begins to mine and to collect rewards. On failure all is closed again. */
  start(): Promise<NodeEndpoint>;
  stop(): Promise<void>;
}

/** What a node with a lab's key has besides. */
export interface Lab {
  /** Private key. */
  readonly key: Hex;
  readonly address: Hex;
  readonly mining: Mining;
}

export interface NodeParts {
  readonly options: NodeOptions;
  readonly opened: OpenChain;
  readonly network: Network;
  readonly rpc: RpcServer;
  /** Outside miners; absent on a node that relays only. */
  readonly remote: RemoteSealing | undefined;
  /** Absent on a node that relays only. */
  readonly lab: Lab | undefined;
  readonly log: Logger;
}

export function createNode(parts: NodeParts): Node {
  const { options, opened, network, rpc, remote, lab, log } = parts;
  let collector: RewardCollector | undefined;

  const stop = async (): Promise<void> => {
    await removeEndpointFile(options.dir);
    await Promise.allSettled([remote?.stop(), lab?.mining.stop(), collector?.stop()]);
    await Promise.allSettled([rpc.stop(), network.stop()]);
    await opened.close();
  };

  const start = async (): Promise<NodeEndpoint> => {
    await network.start();
    const url = await rpc.start();
    const stratum = await remote?.start();
    const endpoint = {
      ...{ pid: process.pid, rpc: url, p2p: network.addresses() },
      ...(stratum ? { stratum } : {}),
      ...(lab ? { address: lab.address } : {}),
    };
    await writeEndpointFile(options.dir, endpoint);
    const head = opened.chain.head();
    log.info(
      { event: 'node.started', rpc: url, p2p: endpoint.p2p, number: Number(head.number), address: lab?.address },
      `node started: head ${head.number} ${short(head.hash)}, RPC ${url}, ${lab ? `lab ${lab.address}` : 'no lab key, so it does not mine'}`,
    );
    const later = options.mine ? '' : '; there is work for them after `mining start`';
    if (stratum) log.info({ event: 'remote.listening', stratum }, `outside miners may connect to ${stratum}${later}`);
    lab?.mining.startWhenSynced(network, options.peer.length > 0);
    if (lab && options.claim) {
      collector = createRewardCollector({ dir: options.dir, rpcUrl: url, key: lab.key, log });
      collector.start();
    }
    return endpoint;
  };

  return {
    stop,
    start: () =>
      start().catch(async (error: unknown) => {
        await stop();
        throw error;
      }),
  };
}
