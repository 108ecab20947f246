import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import type { TypedTransaction } from '@ethereumjs/tx';
import { type SealerKey, sealerKeyFrom } from '@medrec/miner/sealing';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, readContract, registrarAbi } from '@medrec/shared/contracts';
import { until } from '../../system/support/until.ts';
import type { Row, Torture } from '../row.ts';
import { createHospitalLoad } from '../world/hospital-load.ts';
import { type LocalNode, makeBlock, openLocalNode } from '../world/local-node.ts';
import { listenToLogs, logName, type RpcLog } from '../world/log-listener.ts';
import { foundRealNetwork, type RealNetwork, type RealNode } from '../world/real-node.ts';
import { serveChain } from '../world/serve-chain.ts';
import { addressOf, keyOf } from '../world/world.ts';

const DEPTHS = [1, 7, 64, 1000];
const TRUNK_BLOCKS = 6;
/** Months ago: no block is of the future. */
const GENESIS_AGE_SECONDS = 90 * 86_400;
const SECONDS_PER_BLOCK = 5;
/** Transactions that only the losing branch has; a pool takes 256 of one sender. */
const MOST_LOST = 100;
const PATIENCE_MS = 300_000;
const [LEFT_KEY, RIGHT_KEY] = [sealerKeyFrom(keyOf('left lab')), sealerKeyFrom(keyOf('right lab'))];
/** Providers: in both branches, in the losing one, in the winning one. */
const [BOTH, LOSING, WINNING] = [0, 1, 2];

export const reorganiseRow: Row = {
  number: 4,
  name: 'reorganise',
  what: 'a running node leaves its branch for a heavier one, across rewards; compared with a fresh sync',
  sizes: { unit: 'blocks, the deepest', short: 64, full: 1000 },
  async run(torture) {
    for (const depth of DEPTHS.filter((one) => one <= torture.size)) await reorganise(depth, torture);
  },
};

async function reorganise(depth: number, torture: Torture): Promise<void> {
  const genesisSeconds = Math.floor(Date.now() / 1000) - GENESIS_AGE_SECONDS;
  const labs = [LEFT_KEY.address, RIGHT_KEY.address];
  const network = await foundRealNetwork(torture, [], { genesisSeconds, providers: 3, difficulty: { minimum: 64 }, otherLabs: labs });
  const { world } = network;
  const [left, right] = await Promise.all([`left-${depth}`, `right-${depth}`].map((name) => openLocalNode(world, network.folder(name))));
  if (left === undefined || right === undefined) throw new RangeError('two nodes');
  torture.cleanUp(() => right.close());
  const loads = [BOTH, LOSING, WINNING].map((provider) => createHospitalLoad(world, provider));
  const transactionsOf = async (provider: number, count: number): Promise<TypedTransaction[]> => {
    const made: TypedTransaction[] = [];
    while (made.length < count) made.push((await loads[provider]?.next()) as TypedTransaction);
    return made;
  };
  const trunk = await grow(left, LEFT_KEY, network, TRUNK_BLOCKS, [await transactionsOf(BOTH, TRUNK_BLOCKS)]);
  for (const block of trunk) await right.chain.importBlock(block, 'torture');
  const both = await transactionsOf(BOTH, depth);
  const losing = await transactionsOf(LOSING, Math.min(depth, MOST_LOST));
  await grow(left, LEFT_KEY, network, depth, [both, losing]);
  const won = await grow(right, RIGHT_KEY, network, depth + 1, [both, await transactionsOf(WINNING, Math.min(depth, MOST_LOST))]);
  await left.close();
  torture.say(`depth ${depth}: two branches made`);

  const node = await network.start(`left-${depth}`, ['--no-mine']);
  const before = await allLogs(node, TRUNK_BLOCKS + 1);
  const listener = await listenToLogs(node.url);
  const started = performance.now();
  const server = await serveChain(right, world, node.p2p);
  torture.cleanUp(() => server.stop());
  const target = right.chain.head().hash;
  await until('the node follows the heavier branch', async () => ((await node.head()).hash === target ? true : undefined), PATIENCE_MS);
  torture.figure(`depth ${depth}: seconds from the first connection to the other branch’s head`, (performance.now() - started) / 1000);

  const fresh = await openLocalNode(world, join(torture.dir, `fresh-${depth}`));
  torture.cleanUp(() => fresh.close());
  for (const block of [...trunk, ...won]) await fresh.chain.importBlock(block, 'torture');
  await compare({ depth, node, fresh, network, losing, torture });
  const after = await allLogs(node, TRUNK_BLOCKS + 1);
  const came = (removed: boolean): string[] =>
    listener.logs
      .filter((log) => log.removed === removed)
      .map(logName)
      .toSorted();
  await until(
    'the subscriber has heard of every log',
    async () => (came(false).length >= after.length ? true : undefined),
    PATIENCE_MS,
  ).catch(() => undefined);
  listener.close();
  const gone = came(true);
  torture.check(
    `depth ${depth}: each log of the lost branch came again with removed`,
    isSame(gone, before),
    `${gone.length} of ${before.length}`,
  );
  torture.check(
    `depth ${depth}: each log of the new branch came once`,
    isSame(came(false), after),
    `${came(false).length} of ${after.length}`,
  );
  await node.stop();
}

/** Blocks on the head, with one transaction of each list in a block while there are any. */
async function grow(
  node: LocalNode,
  key: SealerKey,
  { world }: RealNetwork,
  count: number,
  lists: readonly (readonly TypedTransaction[])[],
): Promise<Block[]> {
  const blocks: Block[] = [];
  for (let at = 0; at < count; at++) {
    const transactions = lists.flatMap((list) => list[at] ?? []);
    const plan = { parent: node.chain.head().header, key, seconds: SECONDS_PER_BLOCK, transactions };
    const { block } = await makeBlock(world, node.executor, plan);
    await node.chain.importBlock(block, 'torture');
    blocks.push(block);
  }
  return blocks;
}

interface Comparison {
  readonly depth: number;
  readonly node: RealNode;
  readonly fresh: LocalNode;
  readonly network: RealNetwork;
  readonly losing: readonly TypedTransaction[];
  readonly torture: Torture;
}

async function compare({ depth, node, fresh, network, losing, torture }: Comparison): Promise<void> {
  const head = await node.head();
  const { header, hash } = fresh.chain.head();
  torture.check(
    `depth ${depth}: state root and head are a fresh sync’s`,
    head.hash === hash && head.stateRoot === bytesToHex(header.stateRoot),
    head.stateRoot,
  );
  const ours = (to: Hex, data: Hex): Promise<Hex> => node.rpc.call('eth_call', { to, data }, 'latest');
  const theirs = async (to: Hex, data: Hex): Promise<Hex> => bytesToHex((await fresh.chain.call(hash, { to, data })).returnData);
  const spent = await Promise.all(
    [ours, theirs].map((call) => Promise.all(network.world.providerKeys.map((key) => spentBy(call, addressOf(key))))),
  );
  torture.check(
    `depth ${depth}: the budgets’ ledger is a fresh sync’s, and the lost branch’s offers cost nothing`,
    isSame(spent[0] ?? [], spent[1] ?? []) && spent[0]?.[LOSING] === 0n,
    spent[0],
  );

  const hashes = losing.map((transaction) => bytesToHex(transaction.hash()));
  const found = await node.rpc.batch<{ blockHash: Hex | null } | null>(
    hashes.map((transaction) => ({ method: 'eth_getTransactionByHash', params: [transaction] })),
  );
  const waiting = found.filter((transaction) => transaction !== null && transaction.blockHash === null).length;
  torture.check(
    `depth ${depth}: the lost branch’s own transactions wait in the pool`,
    waiting === losing.length,
    `${waiting} of ${losing.length}`,
  );
}

type Call = (to: Hex, data: Hex) => Promise<Hex>;

async function spentBy(call: Call, provider: Hex): Promise<bigint> {
  const id = await readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'idOf', [provider]);
  return readContract(call, CENSUS_ADDRESS, censusAbi, 'spentMicroRho', [id]);
}

/** Names of all logs from that block on, the reward rule's among them. */
async function allLogs({ rpc }: RealNode, fromBlock: number): Promise<string[]> {
  const logs = await rpc.call<RpcLog[]>('eth_getLogs', { fromBlock: `0x${fromBlock.toString(16)}`, toBlock: 'latest' });
  return logs.map(logName).toSorted();
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length > 0 && some.length === others.length && some.every((value, at) => value === others[at]);
}
