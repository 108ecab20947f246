import type { Hex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import type { Network } from '../network/index.ts';
import { createRewardCollector, type RewardCollector } from '../rewards/index.ts';
import type { RpcServer } from '../rpc/index.ts';
import type { Sealer } from '../sealing/index.ts';
import { short } from '../telemetry/index.ts';
import { type NodeEndpoint, removeEndpointFile, writeEndpointFile } from './endpoint-file.ts';
import type { OpenChain } from './open-chain.ts';
import type { NodeOptions } from './options.ts';
import type { SealingHold } from './sealing-hold.ts';

export interface Node {
  /** Opens the sockets, writes the endpoint file, begins to mine and to collect rewards. On failure all is closed again. */
  start(): Promise<NodeEndpoint>;
  stop(): Promise<void>;
}

export interface NodeParts {
  readonly options: NodeOptions;
  readonly opened: OpenChain;
  readonly network: Network;
  readonly rpc: RpcServer;
  readonly sealer: Sealer | undefined;
  readonly hold: SealingHold;
  /** The lab's private key and account; absent on a node that relays only. */
  readonly lab: { readonly key: Hex; readonly address: Hex } | undefined;
  readonly log: Logger;
}

export function createNode(parts: NodeParts): Node {
  const { options, opened, network, rpc, sealer, hold, lab, log } = parts;
  let collector: RewardCollector | undefined;

  const stop = async (): Promise<void> => {
    await removeEndpointFile(options.dir);
    hold.cancel();
    await Promise.allSettled([sealer?.stop(), collector?.stop()]);
    await Promise.allSettled([rpc.stop(), network.stop()]);
    await opened.close();
  };

  const start = async (): Promise<NodeEndpoint> => {
    await network.start();
    const url = await rpc.start();
    const endpoint = { pid: process.pid, rpc: url, p2p: network.addresses(), ...(lab ? { address: lab.address } : {}) };
    await writeEndpointFile(options.dir, endpoint);
    const head = opened.chain.head();
    log.info(
      { event: 'node.started', rpc: url, p2p: endpoint.p2p, number: Number(head.number), address: lab?.address },
      `node started: head ${head.number} ${short(head.hash)}, RPC ${url}, ${lab ? `lab ${lab.address}` : 'no lab key, so it does not mine'}`,
    );
    if (sealer) hold.release(network, options.peer.length > 0, () => sealer.start());
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
