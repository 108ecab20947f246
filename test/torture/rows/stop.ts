import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../system/support/until.ts';
import type { Row, Torture } from '../row.ts';
import { startFeed } from '../world/feed.ts';
import { inspectStore } from '../world/inspect-store.ts';
import { foundRealNetwork, MINING, oneHead, peersOf, type RealNetwork, type RealNode, slowDown } from '../world/real-node.ts';

const LAB = 'lab';
const MOST_STOP_MS = 5000;
/** Requests that are on the way at any time. */
const CALLERS = 8;

export const stopRow: Row = {
  number: 15,
  name: 'stop',
  what: 'SIGTERM while blocks, transactions and requests come in; a second process on the same folder',
  sizes: { unit: 'stops', short: 2, full: 20 },
  async run(torture) {
    const network = await foundRealNetwork(torture, [LAB, 'rival']);
    const rival = await network.start('rival', MINING);
    const feed = startFeed(network.world);
    torture.cleanUp(feed.stop);
    feed.to(rival);
    const slowest = { milliseconds: 0 };
    for (let stop = 0; stop < torture.size; stop++) {
      const lab = await network.start(LAB, [...MINING, ...peersOf(rival)]);
      if (stop === 0) await refuseSecond(network, lab, torture);
      await stopUnderLoad(network, lab, torture, slowest);
      torture.say(`stop ${stop + 1} of ${torture.size}`);
    }
    torture.figure('slowest stop ms', slowest.milliseconds);
    const lab = await network.start(LAB, ['--no-mine', ...peersOf(rival)]);
    const { head } = await oneHead([lab, rival], 60_000);
    const { stateRoot, number } = await inspectAfter(lab, network);
    torture.check(
      'in the end it has the state of the node that was never stopped',
      number >= head.number && stateRoot !== undefined,
      head.number,
    );
  },
};

async function inspectAfter(lab: RealNode, { world, folder }: RealNetwork): Promise<{ number: bigint; stateRoot: string | undefined }> {
  await lab.stop();
  return inspectStore(world, folder(LAB));
}

async function refuseSecond(network: RealNetwork, first: RealNode, torture: Torture): Promise<void> {
  const second = network.launch(LAB, ['--no-mine']);
  await until('the second process ends', async () => second.process.exitCode ?? undefined);
  const said = second.lines.map(({ text }) => text).join('\n');
  torture.check('a second process on the folder ends with an error', second.process.exitCode === 1, second.process.exitCode);
  torture.check('the error says STORE_LOCKED and what to do', /STORE_LOCKED/.test(said), said.slice(-300));
  const endpoint = await readFile(`${network.folder(LAB)}/endpoint.json`, 'utf8').catch(() => '');
  torture.check('the first one runs on, and its endpoint file is there', endpoint.includes(first.url) && (await first.head()).number >= 0);
}

async function stopUnderLoad(network: RealNetwork, lab: RealNode, torture: Torture, slowest: { milliseconds: number }): Promise<void> {
  let isOver = false;
  const caller = async (): Promise<void> => {
    while (!isOver) {
      // The requests that the stop cuts off fail, as they must.
      await lab.rpc
        .batch(Array.from({ length: 20 }, () => ({ method: 'eth_getLogs', params: [{ fromBlock: '0x0' }] })))
        .catch(() => sleep(20));
    }
  };
  const callers = Array.from({ length: CALLERS }, caller);
  await sleep(torture.random.between(500, 2500));
  const [started, limitMs] = [performance.now(), Math.round(MOST_STOP_MS * slowDown())];
  lab.running.process.kill('SIGTERM');
  await until('the node ends', async () => lab.running.process.exitCode ?? lab.running.process.signalCode ?? undefined, 60_000, 20);
  const milliseconds = performance.now() - started;
  isOver = true;
  await Promise.all(callers);
  await lab.stop();
  slowest.milliseconds = Math.max(slowest.milliseconds, milliseconds);
  // The node cuts itself off after five seconds, and then its status is not 0.
  const isClean = lab.running.process.exitCode === 0 && lab.running.lines.some(({ fields }) => fields['event'] === 'node.stopped');
  // On a machine that gives it a tenth of a core the node's own limit of five seconds may cut it off.
  const wasCutOff = limitMs > MOST_STOP_MS && milliseconds >= MOST_STOP_MS;
  if (!isClean) torture.check('SIGTERM ends it cleanly', wasCutOff, lab.running.lines.at(-1)?.text.slice(0, 300));
  if (milliseconds > MOST_STOP_MS) torture.check(`it ends within ${limitMs} ms`, milliseconds <= limitMs, `${Math.round(milliseconds)} ms`);
  const { isWhole, faults } = await inspectStore(network.world, network.folder(LAB));
  if (!isWhole) torture.check('the store is whole after the stop', false, faults);
}
