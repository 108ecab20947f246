import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '@medrec/shared/bytes';
import { until } from '../../system/support/until.ts';
import type { Row, Torture } from '../row.ts';
import { startFeed } from '../world/feed.ts';
import { inspectStore } from '../world/inspect-store.ts';
import { foundRealNetwork, isMachineBusy, MINING, oneHead, peersOf, type RealNetwork, type RealNode } from '../world/real-node.ts';

const VICTIM = 'victim';
const MOST_RESTART_MS = 5000;
/** Kills between two looks at the whole store. */
const LOOK_EVERY = 10;

/** What the victim is killed in. `recovering`: before it answers, after the kill before. */
const MOMENTS = ['mining', 'importing', 'reorganising', 'recovering'] as const;
type Moment = (typeof MOMENTS)[number];

interface Victim {
  readonly network: RealNetwork;
  readonly control: RealNode;
  readonly rival: RealNode;
  readonly restarts: RealNode[];
  /** A block that it told others of; it must be there after the kill. */
  told: Hex | undefined;
}

export const killRow: Row = {
  number: 1,
  name: 'kill',
  what: 'kill -9 of a node that mines, imports, reorganises or starts, again and again',
  sizes: { unit: 'kills', short: 5, full: 100 },
  async run(torture) {
    const network = await foundRealNetwork(torture, [VICTIM, 'rival']);
    const control = await network.start('control', ['--no-mine']);
    const rival = await network.start('rival', [...MINING, ...peersOf(control)]);
    const feed = startFeed(network.world);
    torture.cleanUp(feed.stop);
    feed.to(control);
    const victim: Victim = { network, control, rival, restarts: [], told: undefined };
    const kills = new Map<Moment, number>();
    for (let kill = 0; kill < torture.size; kill++) {
      // Every moment has its turn before chance decides; the first start recovers from nothing.
      const moment = kill < MOMENTS.length ? (MOMENTS[kill] ?? 'mining') : torture.random.oneOf([...MOMENTS, 'recovering'] as const);
      await KILLERS[moment](victim, torture);
      kills.set(moment, (kills.get(moment) ?? 0) + 1);
      torture.say(`kill ${kill + 1} of ${torture.size}: ${moment}`);
      if ((kill + 1) % LOOK_EVERY === 0) await look(victim, torture);
    }
    await compare(victim, torture);
    for (const moment of MOMENTS) torture.figure(`kills while ${moment}`, kills.get(moment) ?? 0);
    const share = (100 * (kills.get('recovering') ?? 0)) / torture.size;
    torture.check(
      'at least a fifth of the kills came during recovery, or every moment had one',
      share >= 20 || torture.size < 20,
      `${share} %`,
    );
  },
};

const KILLERS: Readonly<Record<Moment, (victim: Victim, torture: Torture) => Promise<void>>> = {
  async mining(victim, torture) {
    const node = await restart(victim, torture, [...MINING, ...peersOf(victim.control)]);
    await sleep(torture.random.between(200, 2500));
    await kill(victim, node);
  },
  async importing(victim, torture) {
    await rivalAhead(victim, torture.random.between(2, 4));
    const node = await restart(victim, torture, ['--no-mine', ...peersOf(victim.control)]);
    await sleep(torture.random.between(0, 700));
    await kill(victim, node);
  },
  async reorganising(victim, torture) {
    // On its own it makes a branch that the others' is heavier than.
    const alone = await restart(victim, torture, MINING);
    const before = (await alone.head()).number;
    await until('it mines alone', async () => (await alone.head()).number > before || undefined);
    victim.told = undefined;
    await alone.stop('SIGKILL');
    await rivalAhead(victim, torture.random.between(1, 3));
    const node = await restart(victim, torture, ['--no-mine', ...peersOf(victim.control)]);
    await sleep(torture.random.between(0, 700));
    await kill(victim, node);
  },
  async recovering(victim, torture) {
    const usual = victim.restarts.at(-1)?.readyMs ?? MOST_RESTART_MS;
    const running = victim.network.launch(VICTIM, ['--no-mine', ...peersOf(victim.control)]);
    await sleep(torture.random.between(Math.round(usual / 4), Math.round(usual)));
    await running.stop('SIGKILL');
  },
};

async function rivalAhead({ control }: Victim, blocks: number): Promise<void> {
  const { number } = await control.head();
  await until('the rival mines on', async () => (await control.head()).number >= number + blocks || undefined);
}

async function restart(victim: Victim, torture: Torture, args: readonly string[]): Promise<RealNode> {
  const node = await victim.network.start(VICTIM, args);
  victim.restarts.push(node);
  if (victim.told !== undefined) {
    const block = await node.rpc.call<unknown>('eth_getBlockByHash', victim.told, false);
    if (block === null) torture.check('a block that it told others of is there after the kill', false, victim.told);
  }
  return node;
}

async function kill(victim: Victim, node: RealNode): Promise<void> {
  victim.told = (await node.head()).hash;
  await node.stop('SIGKILL');
}

async function look({ network }: Victim, torture: Torture): Promise<void> {
  const { isWhole, faults } = await inspectStore(network.world, network.folder(VICTIM));
  if (!isWhole) torture.check('the killed store is whole', false, faults);
}

/** In the end it is let go on, and must be where the node is that nothing happened to. */
async function compare(victim: Victim, torture: Torture): Promise<void> {
  await look(victim, torture);
  const node = await restart(victim, torture, ['--no-mine', ...peersOf(victim.control)]);
  await victim.rival.stop();
  const { head } = await oneHead([victim.control, node], 60_000);
  await victim.control.stop();
  await node.stop();
  const stores = await Promise.all([VICTIM, 'control'].map((name) => inspectStore(victim.network.world, victim.network.folder(name))));
  torture.check('the state root is the control node’s', stores[0]?.stateRoot === stores[1]?.stateRoot, stores[0]?.stateRoot);
  torture.check(
    'every block, index and trie node of both stores is whole',
    stores.every(({ isWhole }) => isWhole),
    stores.map(({ faults }) => faults),
  );
  judgeRestarts(victim, torture);
  torture.figure('height', head.number);
}

function judgeRestarts({ restarts }: Victim, torture: Torture): void {
  const isBusy = isMachineBusy();
  const byClock = restarts.map(({ readyMs }) => readyMs).toSorted((a, b) => a - b);
  const byCpu = restarts.map(({ readyMs, readyCpuMs }) => readyCpuMs ?? readyMs).toSorted((a, b) => a - b);
  const slowest = (isBusy ? byCpu : byClock).at(-1) ?? 0;
  const what = `it answers within ${MOST_RESTART_MS} ms of its start${isBusy ? ', by CPU time because the machine is busy' : ''}`;
  torture.check(what, slowest < MOST_RESTART_MS, `slowest ${Math.round(slowest)} ms`);
  torture.figure('restart ms, median', byClock[Math.floor(byClock.length / 2)] ?? 0);
  torture.figure('restart ms, slowest', byClock.at(-1) ?? 0);
  torture.figure('restart CPU ms, median', byCpu[Math.floor(byCpu.length / 2)] ?? 0);
}
