import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '@medrec/shared/bytes';
import { until } from '../../system/support/until.ts';
import type { Row, Torture } from '../row.ts';
import { foundRealNetwork, MINING, oneHead, peersOf, type RealNetwork, type RealNode } from '../world/real-node.ts';

const SKEWS_SECONDS = [20, -3600, -20, 3600];
const SHORT_SKEWS = 2;
/** What the header rules allow. */
const ALLOWED_AHEAD_SECONDS = 15;
const PRELOAD = join(import.meta.dirname, '../world/skewed-clock-child.ts');

export const clockRow: Row = {
  number: 12,
  name: 'clock',
  what: 'a lab whose clock is 20 s or an hour off, beside one whose clock is right',
  sizes: { unit: 'seconds for each skew', short: 6, full: 60 },
  async run(torture) {
    for (const skew of SKEWS_SECONDS.slice(0, torture.isFull ? undefined : SHORT_SKEWS)) await withSkew(skew, torture);
  },
};

async function withSkew(skew: number, torture: Torture): Promise<void> {
  const name = `skewed${skew}`;
  // The chain began two hours ago, so that a clock that is an hour late can still make blocks.
  const genesisSeconds = Math.floor(Date.now() / 1000) - 7200;
  const network = await foundRealNetwork(torture, [`right${skew}`, name], { genesisSeconds });
  const right = await network.start(`right${skew}`, MINING);
  await until('the first blocks', async () => ((await right.head()).number >= 2 ? true : undefined));
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, MEDREC_TORTURE_CLOCK_SECONDS: String(skew) };
  const skewed = await network.start(name, [...MINING, ...peersOf(right)], { env });
  const before = await right.head();
  const farthest = await watch(right, skewed, skew, torture);
  const after = await right.head();
  const label = `${skew > 0 ? '+' : ''}${skew} s`;
  torture.check(`${label}: the right clock’s node goes on`, after.number > before.number, `${before.number} to ${after.number}`);
  torture.check(`${label}: no block on it is more than ${ALLOWED_AHEAD_SECONDS} s ahead`, farthest <= ALLOWED_AHEAD_SECONDS, farthest);
  const warned = [right, skewed].filter(({ running }) => running.lines.some(({ fields }) => fields['code'] === 'CLOCK_SKEW'));
  torture.check(
    `${label}: a node warned of the clock`,
    warned.length > 0,
    warned.map((node) => node.name),
  );
  torture.check(
    `${label}: nobody was banned for a clock`,
    [right, skewed].every(({ running }) => !running.lines.some(({ text }) => text.includes('banned'))),
  );
  await mend(network, right, skewed, label, torture);
}

/** Seconds by which the right node's newest block was ahead of the right time, at most. */
async function watch(right: RealNode, skewed: RealNode, skew: number, torture: Torture): Promise<number> {
  let farthest = Number.NEGATIVE_INFINITY;
  const hasWarned = (): boolean =>
    [right, skewed].some(({ running }) => running.lines.some(({ fields }) => fields['code'] === 'CLOCK_SKEW'));
  const started = performance.now();
  const atLeastMs = torture.size * 1000;
  // A block of the skewed lab has to be found before anybody can see its time.
  while (performance.now() - started < atLeastMs || (!hasWarned() && performance.now() - started < 60_000)) {
    const { timestamp } = await right.rpc.call<{ timestamp: Hex }>('eth_getBlockByNumber', 'latest', false);
    farthest = Math.max(farthest, Number(timestamp) - Date.now() / 1000);
    await sleep(100);
  }
  torture.say(`${skew} s: watched for ${Math.round((performance.now() - started) / 1000)} s`);
  return farthest;
}

/** With its clock set right, the node comes back to the others. */
async function mend(network: RealNetwork, right: RealNode, skewed: RealNode, label: string, torture: Torture): Promise<void> {
  await skewed.stop();
  const mended = await network.start(skewed.name, ['--no-mine', ...peersOf(right)]);
  const met = await oneHead([right, mended], 120_000).catch(() => undefined);
  torture.check(
    `${label}: with its clock set right the node finds the others’ head`,
    met !== undefined,
    met && `${Math.round(met.milliseconds)} ms`,
  );
  await Promise.all([right.stop(), mended.stop()]);
}
