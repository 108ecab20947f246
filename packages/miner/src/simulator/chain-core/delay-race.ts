import { createAliasTable, exponential, type Random } from '../random/index.ts';

export interface DelayRaceOptions {
  /** Share of the hash rate of each lab; need not sum to one. */
  readonly shares: readonly number[];
  /** Seconds until every other lab knows a block. */
  readonly delay: number;
  /** Mean seconds between blocks, all labs together. */
  readonly interval: number;
  readonly blocks: number;
}

/** Every block found, in the order of finding, the genesis block left out. Index −1 is the genesis block. */
export interface BlockTree {
  readonly finder: Int32Array;
  readonly parent: Int32Array;
  readonly height: Int32Array;
  /** Seconds since the start. */
  readonly time: Float64Array;
  /** The last block of the longest branch; of several, the one found first. */
  readonly head: number;
  /** Blocks whose finder had not heard of the block found just before. */
  readonly unaware: number;
}

/** Honest labs that follow the longest branch they have heard of, the first heard of several. */
export function runDelayRace({ shares, delay, interval, blocks }: DelayRaceOptions, random: Random): BlockTree {
  const drawFinder = createAliasTable(shares);
  const finder = new Int32Array(blocks);
  const parent = new Int32Array(blocks);
  const height = new Int32Array(blocks);
  const time = new Float64Array(blocks);
  const own = new Int32Array(shares.length).fill(-1);
  const heightOf = (block: number): number => (block < 0 ? 0 : (height[block] ?? 0));
  let [now, known, publicHead, head, unaware] = [0, 0, -1, -1, 0];
  for (let block = 0; block < blocks; block++) {
    now += exponential(random, interval);
    const lab = drawFinder(random);
    for (; known < block && (time[known] ?? 0) + delay <= now; known++) {
      if (heightOf(known) > heightOf(publicHead)) publicHead = known;
    }
    // A lab's own block is heard of first by itself, so it wins a tie.
    const mine = own[lab] ?? -1;
    const on = mine >= 0 && heightOf(mine) >= heightOf(publicHead) ? mine : publicHead;
    if (block > known && finder[block - 1] !== lab) unaware += 1;
    finder[block] = lab;
    parent[block] = on;
    height[block] = heightOf(on) + 1;
    time[block] = now;
    own[lab] = block;
    if (heightOf(block) > heightOf(head)) head = block;
  }
  return { finder, parent, height, time, head, unaware };
}

/** The blocks of the longest branch, the lowest first. */
export function mainChain({ parent, height, head }: Pick<BlockTree, 'parent' | 'height' | 'head'>): Int32Array {
  const chain = new Int32Array(head < 0 ? 0 : (height[head] ?? 0));
  for (let block = head, at = chain.length - 1; at >= 0; block = parent[block] ?? -1, at--) chain[at] = block;
  return chain;
}
