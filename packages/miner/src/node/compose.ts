import { mkdir } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Logger } from '@medrec/shared/log';
import { createNetwork, type Network, readOrCreateNodeKey } from '../network/index.ts';
import type { RemoteSealing } from '../remote-sealing/index.ts';
import { createRpcServer, type RpcServer, type SealerView } from '../rpc/index.ts';
import { createMetrics, type Metrics } from '../telemetry/index.ts';
import { readOrCreateAdminToken } from './admin-token.ts';
import { followEvents } from './follow-events.ts';
import { readLabKey } from './lab-key.ts';
import { createNode, type Node } from './node.ts';
import { networkObserver, remoteObserver, rpcObserver } from './observers.ts';
import { type OpenChain, openChain } from './open-chain.ts';
import { openMining } from './open-mining.ts';
import { openRemote, requireNoStratum } from './open-remote.ts';
import type { NodeOptions } from './options.ts';
import { plainRoutes } from './plain-routes.ts';
import { quietLog } from './quiet-log.ts';
import { anchorsPath, shelfOf, startFast } from './start-fast.ts';

const CLIENT_VERSION = `medrec-miner/0.1.0/${process.platform}-${process.arch}/node${process.versions.node}`;

export interface NodeDependencies {
  readonly log: Logger;
  /** Of the lab's keystore, where it has one. */
  readonly passphrase?: string;
}

/**
 * Wires the rooms into one node: the only place that knows them all. A folder without a keystore gives a node that does
 * not mine.
 * @throws MedrecError of the spec, the keystore or the store, for example `STORE_LOCKED`
 */
export async function composeNode(options: NodeOptions, { log, passphrase }: NodeDependencies): Promise<Node> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const privateKey = await readLabKey(options.dir, passphrase);
  let network: Network | undefined;
  let remote: RemoteSealing | undefined;
  if (options.fastStart) await startFast(options, log);
  const opened = await openChain(options, quietLog(log), (error, origin) => network?.blockRefused(error, origin));
  try {
    const adminToken = await readOrCreateAdminToken(join(options.dir, 'admin-token'));
    const mining = privateKey && openMining(opened, options, privateKey, log);
    const metrics = metricsOf(
      opened,
      () => network,
      mining?.view,
      () => remote,
    );
    if (mining)
      remote = await openRemote(options, { desk: mining.sealer.desk, ethash: opened.ethash, observer: remoteObserver(metrics), log });
    else requireNoStratum(options);
    network = await networkOf(options, opened, metrics, log);
    const rpc = await rpcOf(options, { opened, network, view: mining?.view, remote, metrics, log, adminToken });
    followEvents({ chain: opened.chain, network, sealer: mining?.sealer, metrics, log, coinbase: mining?.address });
    const lab = privateKey && mining && { key: privateKey, address: mining.address, mining };
    return createNode({ options, opened, network, rpc, remote, lab, log });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function metricsOf(
  { chain, checkpoints, pool }: OpenChain,
  network: () => Network | undefined,
  view: SealerView | undefined,
  remote: () => RemoteSealing | undefined,
): Metrics {
  return createMetrics({
    headNumber: () => Number(chain.head().number),
    headTimestampSeconds: () => Number(chain.head().header.timestamp),
    headDifficulty: () => Number(chain.head().header.difficulty),
    peers: () => network()?.peers().length ?? 0,
    bestKnownNumber: () => Number(network()?.bestKnownNumber() ?? 0n),
    poolTransactions: () => pool.all().length,
    checkpoints: checkpoints.status,
    sealer: () => view?.stats(),
    remote: () => {
      const present = remote();
      return present && { workers: present.activeWorkers(), connections: present.report().connections, hashRate: present.hashRate() };
    },
  });
}

async function networkOf(options: NodeOptions, opened: OpenChain, metrics: Metrics, log: Logger): Promise<Network> {
  const privateKey = await readOrCreateNodeKey(join(options.dir, 'node-key'));
  const family = isIPv6(options.p2pHost) ? 'ip6' : 'ip4';
  const listen = [`/${family}/${options.p2pHost}/tcp/${options.p2pPort}`];
  const { chain, pool, decodeBlock } = opened;
  const checkpoints = opened.checkpoints.interval > 0 ? opened.checkpoints : undefined;
  const shelf = await shelfOf(options, opened, log);
  const dependencies = { chain, pool, checkpoints, shelf, decodeBlock, observer: networkObserver(metrics), log };
  return createNetwork({ privateKey, listen, peers: options.peer, anchorsFile: anchorsPath(options.dir) }, dependencies);
}

interface RpcParts {
  readonly opened: OpenChain;
  readonly network: Network;
  readonly view: SealerView | undefined;
  readonly remote: RemoteSealing | undefined;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly adminToken: string;
}

function rpcOf(options: NodeOptions, { opened, network, view, remote, metrics, log, adminToken }: RpcParts): Promise<RpcServer> {
  const { chain, checkpoints, pool } = opened;
  const peers = { count: () => network.peers().length, addresses: network.addresses, syncing: network.syncing };
  const health = { peers: peers.count, headNumber: () => chain.head().number, bestKnownNumber: network.bestKnownNumber };
  const hosts = [options.rpcHost, ...options.rpcAllowHost];
  return createRpcServer(
    { host: options.rpcHost, port: options.rpcPort, hosts, origins: options.rpcAllowOrigin, adminToken },
    {
      chain,
      checkpoints,
      pool,
      peers,
      sealer: view,
      remote,
      clientVersion: CLIENT_VERSION,
      routes: plainRoutes(metrics, health),
      observer: rpcObserver(metrics),
      log,
    },
  );
}
