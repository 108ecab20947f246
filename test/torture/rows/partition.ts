import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '@medrec/shared/bytes';
import { until } from '../../system/support/until.ts';
import { cannotCage } from '../cage.ts';
import type { Row, Torture } from '../row.ts';
import { type Feed, startFeed } from '../world/feed.ts';
import { foundRealNetwork, MINING, oneHead, peersOf, type RealNode, slowDown } from '../world/real-node.ts';
import { layNetwork, type SplitNetwork } from '../world/split-network.ts';

const CUTS_SECONDS = [10, 45, 90, 300];
/** Two nodes against three, each side with a lab. */
const NODES = [
  { name: 'lab-0', side: 0, mines: true },
  { name: 'relay-0', side: 0, mines: false },
  { name: 'lab-1', side: 1, mines: true },
  { name: 'relay-1', side: 1, mines: false },
  { name: 'relay-2', side: 1, mines: false },
] as const;
const MOST_HEAL_MS = 15_000;
const PATIENCE_MS = 300_000;
const BATCH = 200;

export const partitionRow: Row = {
  number: 3,
  name: 'partition',
  what: 'a network of 2 + 3 nodes is cut in two while both sides mine, and healed',
  sizes: { unit: 'seconds, the longest cut', short: 10, full: 300 },
  isCaged: true,
  unable: cannotCage,
  async run(torture) {
    const labs = NODES.filter(({ mines }) => mines).map(({ name }) => name);
    const network = await foundRealNetwork(torture, labs, { providers: 2 });
    const split = layNetwork(
      NODES.map(({ side }) => side),
      torture,
    );
    const nodes: RealNode[] = [];
    for (const [at, { name, mines }] of NODES.entries()) {
      const { launch, args } = split.place(at);
      nodes.push(await network.start(name, [...args, ...(mines ? MINING : ['--no-mine']), ...peersOf(...nodes)], launch));
    }
    await until('all have met', async () => (await peerCounts(nodes)).every((count) => count >= NODES.length - 1) || undefined);
    await oneHead(nodes, PATIENCE_MS);
    const feeds = [0, 1].map((provider) => startFeed(network.world, provider));
    torture.cleanUp(() => Promise.all(feeds.map((feed) => feed.stop())));
    const longest = CUTS_SECONDS.filter((seconds) => seconds <= torture.size);
    for (const seconds of longest.length > 0 ? longest : [torture.size]) await cutAndHeal(seconds, nodes, split, feeds, torture);
  },
};

async function peerCounts(nodes: readonly RealNode[]): Promise<number[]> {
  return Promise.all(nodes.map(async ({ rpc }) => Number(await rpc.call<Hex>('net_peerCount'))));
}

const sideOf = (nodes: readonly RealNode[], side: 0 | 1): RealNode[] => nodes.filter((_, at) => NODES[at]?.side === side);

async function cutAndHeal(
  seconds: number,
  nodes: readonly RealNode[],
  split: SplitNetwork,
  feeds: readonly Feed[],
  torture: Torture,
): Promise<void> {
  const before = await oneHead(nodes, PATIENCE_MS);
  torture.say(`cut for ${seconds} s at block ${before.head.number}`);
  split.cut();
  for (const side of [0, 1] as const) feeds[side]?.to(sideOf(nodes, side)[1]);
  const [reorgsBefore, sentBefore] = [await sum(nodes, 'medrec_reorgs_total'), feeds.map(({ taken }) => taken.length)];
  await sleep(seconds * 1000);
  const heads = await Promise.all([0, 1].map((side) => sideOf(nodes, side as 0 | 1)[0]?.head()));
  torture.check(
    `${seconds} s: both sides mined apart`,
    heads.every((head) => (head?.number ?? 0) > before.head.number) && heads[0]?.hash !== heads[1]?.hash,
    heads.map((head) => head?.number),
  );
  for (const feed of feeds) feed.to(undefined);
  await Promise.all(feeds.map((feed) => feed.idle()));
  const sent = feeds.map(({ taken }, side) => taken.slice(sentBefore[side]));

  const healedMs = performance.now();
  split.heal();
  // Of side 0's two nodes one has met somebody of the other side when it has more peers than the other one of its own.
  const meets = async (): Promise<true | undefined> => ((await peerCounts(sideOf(nodes, 0))).some((count) => count > 1) ? true : undefined);
  await until('the sides meet', meets, PATIENCE_MS, 50);
  torture.figure(`${seconds} s cut: sides met after ms`, performance.now() - healedMs);
  await oneHead(nodes, PATIENCE_MS);
  const milliseconds = performance.now() - healedMs;
  const limit = Math.round(MOST_HEAL_MS * slowDown());
  torture.check(`${seconds} s: one head within ${limit} ms of healing`, milliseconds <= limit, `${Math.round(milliseconds)} ms`);
  torture.figure(`${seconds} s cut: heads met after ms`, milliseconds);
  torture.figure(`${seconds} s cut: blocks of each side`, heads.map((head) => (head?.number ?? 0) - before.head.number).join(' and '));
  torture.figure(`${seconds} s cut: transactions sent to each side`, sent.map(({ length }) => length).join(' and '));
  const reorgs = (await sum(nodes, 'medrec_reorgs_total')) - reorgsBefore;
  torture.check(`${seconds} s: one side reorganised`, reorgs > 0, reorgs);
  const all = sent.flat();
  const missing = await missingInTheEnd(nodes, all);
  const what = `${seconds} s: all ${all.length} transactions of both sides are in the chain, on every node`;
  torture.check(
    what,
    missing.every((count) => count === 0),
    `missing on each node: ${missing.join(', ')}`,
  );
}

/** How many of the transactions each node still lacks when nothing moves any more. */
async function missingInTheEnd(nodes: readonly RealNode[], hashes: readonly Hex[]): Promise<number[]> {
  const count = async ({ rpc }: RealNode): Promise<number> => {
    let missing = 0;
    for (let at = 0; at < hashes.length; at += BATCH) {
      const calls = hashes.slice(at, at + BATCH).map((hash) => ({ method: 'eth_getTransactionReceipt', params: [hash] }));
      missing += (await rpc.batch<unknown>(calls)).filter((receipt) => receipt === null).length;
    }
    return missing;
  };
  let last: number[] = [];
  for (let movedMs = performance.now(); performance.now() - movedMs < PATIENCE_MS; await sleep(1000)) {
    const now = await Promise.all(nodes.map(count));
    if (now.every((missing) => missing === 0)) return now;
    if (now.join() !== last.join()) movedMs = performance.now();
    last = now;
  }
  return last;
}

async function sum(nodes: readonly RealNode[], series: string): Promise<number> {
  const values = await Promise.all(nodes.map((node) => node.metric(series)));
  return values.reduce((total, value) => total + value, 0);
}
