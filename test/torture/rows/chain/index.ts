import { join } from 'node:path';
import { decodeBlock } from '@medrec/miner/consensus';
import { folderBytes } from '../../folder-bytes.ts';
import type { Row, Torture } from '../../row.ts';
import { openLocalNode } from '../../world/local-node.ts';
import { isMachineBusy } from '../../world/real-node.ts';
import { addressOf } from '../../world/world.ts';
import { startAuthor } from './author.ts';
import { foundChainWorld, TRANSACTIONS_PER_BLOCK } from './plan.ts';

/** Of the chain: the last part is compared with the second one, which for 100,000 blocks is 5,000 to 10,000. */
const PARTS = 20;
const MOST_SLOWER = 1.2;
const MOST_MINUTES = 60;
const MIB = 2 ** 20;

/** One import, from the block's bytes to the synced batch, in milliseconds a transaction. */
interface Sample {
  readonly wall: number;
  /** Of the importing thread: what other programs on the machine change least. */
  readonly cpu: number;
}

/** Does a node become slower, or larger than its chain, as the chain grows? */
export const chainRow: Row = {
  number: undefined,
  name: 'chain',
  what: 'a long chain on a virtual clock, ten transactions a block: store size, memory and speed of import over time',
  sizes: { unit: 'blocks', short: 2000, full: 100_000 },
  async run(torture) {
    const world = await foundChainWorld();
    const dir = join(torture.dir, 'node');
    const author = startAuthor(join(torture.dir, 'author'), torture.size);
    torture.cleanUp(author.close);
    const node = await openLocalNode(world, dir);
    torture.cleanUp(node.close);
    const started = performance.now();
    const samples: Sample[] = [];
    const every = Math.max(1, Math.floor(torture.size / PARTS));
    while (samples.length < torture.size) {
      const rlp = await author.next();
      const [startedMs, cpu] = [performance.now(), process.threadCpuUsage()];
      const outcome = await node.chain.importBlock(decodeBlock(rlp, world.common), 'torture');
      const { user, system } = process.threadCpuUsage(cpu);
      if (outcome !== 'canonical') throw new RangeError(`block ${samples.length + 1} is ${outcome}`);
      samples.push({
        wall: (performance.now() - startedMs) / TRANSACTIONS_PER_BLOCK,
        cpu: (user + system) / 1000 / TRANSACTIONS_PER_BLOCK,
      });
      if (samples.length % every === 0) await progress(torture, dir, samples, every);
    }
    report(torture, samples, (performance.now() - started) / 60_000);
    const { head, accountAt } = node.chain;
    const account = await accountAt(head().hash, addressOf(world.providerKeys[0] ?? '0x'));
    torture.check('every transaction is in the chain', account?.nonce === BigInt(torture.size * TRANSACTIONS_PER_BLOCK), account?.nonce);
  },
};

async function progress(torture: Torture, dir: string, samples: readonly Sample[], every: number): Promise<void> {
  const recent = samples.slice(-every);
  const { rss, heapUsed } = process.memoryUsage();
  const line = [
    `import ${median(recent, 'wall').toFixed(3)} ms/tx`,
    `CPU ${median(recent, 'cpu').toFixed(3)} ms/tx`,
    `store ${((await folderBytes(dir)) / MIB).toFixed(1)} MiB`,
    `memory ${Math.round(rss / MIB)} MiB`,
    `heap ${Math.round(heapUsed / MIB)} MiB`,
  ].join(', ');
  torture.say(`block ${samples.length}: ${line}`);
  torture.figure(`at block ${samples.length}`, line);
}

function report(torture: Torture, samples: readonly Sample[], minutes: number): void {
  const part = Math.floor(samples.length / PARTS);
  const [early, late] = [samples.slice(part, 2 * part), samples.slice(-part)];
  const measure = isMachineBusy() ? 'cpu' : 'wall';
  const ratio = median(late, measure) / median(early, measure);
  torture.figure(`median import ms/tx, blocks ${part} to ${2 * part}`, median(early, 'wall'));
  torture.figure(`median import ms/tx, last ${part} blocks`, median(late, 'wall'));
  torture.figure('late to early, by the clock', median(late, 'wall') / median(early, 'wall'));
  torture.figure('late to early, by CPU time', median(late, 'cpu') / median(early, 'cpu'));
  torture.figure('minutes', minutes);
  const what = `the last ${part} blocks take at most ${MOST_SLOWER} times the time of blocks ${part} to ${2 * part}${measure === 'cpu' ? ', by CPU time because the machine is busy' : ''}`;
  torture.check(what, ratio <= MOST_SLOWER, ratio.toFixed(3));
  torture.check(`at most ${MOST_MINUTES} minutes`, minutes <= MOST_MINUTES, minutes.toFixed(1));
}

function median(samples: readonly Sample[], of: keyof Sample): number {
  return samples.map((sample) => sample[of]).toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}
