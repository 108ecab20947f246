import { MedrecError } from '@medrec/shared/errors';
import FlatQueue from 'flatqueue';
import { createAliasTable, exponential, type Random } from '../random/index.ts';
import { createInvFilter } from './inv-filter.ts';
import { createJitter } from './jitter.ts';
import type { Topology } from './topology.ts';
import { createTransfers, type TransferOptions } from './transfers.ts';

const MOST_STATES = 2 ** 28;
/** What a message is: an announcement, a request, a block, a request for what a compact block lacked. */
const KIND = { inv: 0, request: 1, block: 2, missing: 3, rest: 4 } as const;
const KINDS = 8;
/** What a node has of a block. */
const ASKED = 1;
const HELD = 2;

export interface NetworkOptions extends TransferOptions {
  /** Share of the hash rate of each node. */
  readonly shares: readonly number[];
  /** Mean seconds between blocks. */
  readonly interval: number;
  readonly blocks: number;
  /** Spread of latencies about their mean; 0 for none. */
  readonly jitter: number;
  /** Leave out announcements that the receiver would ignore. Changes no result. */
  readonly skipIgnored: boolean;
}

export interface NetworkOutcome {
  readonly finder: Int32Array;
  readonly parent: Int32Array;
  readonly height: Int32Array;
  /** Seconds. */
  readonly time: Float64Array;
  readonly head: number;
  readonly events: number;
  /** Seconds until half, and nine in ten, of the nodes hold a block; NaN where the run ended before. */
  readonly toHalf: Float64Array;
  readonly toNineTenths: Float64Array;
}

/**
 * Blocks over a network of nodes: announce, request, send (compact where both ends can), follow the longest branch, the first heard of
 * several. Mining is memoryless, so one stream of finds serves all nodes and nothing is ever rescheduled.
 * @throws MedrecError `NETWORK_TOO_LARGE`
 */
export function runNetwork(topology: Topology, options: NetworkOptions, random: Random): NetworkOutcome {
  const { blocks, interval, shares, skipIgnored } = options;
  const { nodes, first, from, to, reverse, latencyMs } = topology;
  if (nodes * blocks > MOST_STATES) throw tooLarge(nodes, blocks);
  const edges = to.length;
  const drawFinder = createAliasTable(shares);
  const jitter = createJitter(options.jitter, random.bits());
  const transfers = createTransfers(topology, options, random.bits());
  const filter = createInvFilter(nodes);
  const queue = new FlatQueue<number>();
  const state = new Uint8Array(nodes * blocks);
  const headOf = new Int32Array(nodes).fill(-1);
  const [finder, parent, height, held] = [new Int32Array(blocks), new Int32Array(blocks), new Int32Array(blocks), new Int32Array(blocks)];
  const [time, toHalf, toNineTenths] = [new Float64Array(blocks), new Float64Array(blocks), new Float64Array(blocks)];
  toHalf.fill(Number.NaN);
  toNineTenths.fill(Number.NaN);
  const [half, nineTenths] = [Math.ceil(nodes / 2), Math.ceil(nodes * 0.9)];
  let now = 0;
  let events = 0;
  let head = -1;

  const heightOf = (block: number): number => (block < 0 ? 0 : (height[block] ?? 0));

  function send(kind: number, edge: number, block: number, sent: number): void {
    queue.push((block * edges + edge) * KINDS + kind, sent + (latencyMs[edge] ?? 0) * jitter(edge, block, kind));
  }

  function announce(node: number, block: number): void {
    const end = first[node + 1] ?? 0;
    for (let edge = first[node] ?? 0; edge < end; edge++) {
      const other = to[edge] ?? 0;
      const arrival = now + (latencyMs[edge] ?? 0) * jitter(edge, block, KIND.inv);
      if (skipIgnored && ((state[other * blocks + block] ?? 0) !== 0 || !filter.isFirst(other, block, arrival))) continue;
      queue.push((block * edges + edge) * KINDS + KIND.inv, arrival);
    }
  }

  function hold(node: number, block: number): void {
    const at = node * blocks + block;
    if (state[at] === HELD) return;
    state[at] = HELD;
    const count = (held[block] ?? 0) + 1;
    held[block] = count;
    if (count === half) toHalf[block] = now / 1_000 - (time[block] ?? 0);
    if (count === nineTenths) toNineTenths[block] = now / 1_000 - (time[block] ?? 0);
  }

  function receive(node: number, block: number): void {
    // A block whose parent is still on its way brings its missing ancestors along: the sender counted them.
    for (let at = block; at >= 0 && state[node * blocks + at] !== HELD; at = parent[at] ?? -1) hold(node, at);
    if (heightOf(block) <= heightOf(headOf[node] ?? -1)) return;
    headOf[node] = block;
    announce(node, block);
  }

  function missingOf(node: number, block: number): number {
    let missing = 0;
    for (let at = block; at >= 0 && state[node * blocks + at] !== HELD; at = parent[at] ?? -1) missing += 1;
    return missing;
  }

  function mine(block: number): void {
    const node = drawFinder(random);
    const on = headOf[node] ?? -1;
    finder[block] = node;
    parent[block] = on;
    height[block] = heightOf(on) + 1;
    time[block] = now / 1_000;
    if (heightOf(block) > heightOf(head)) head = block;
    filter.open(block);
    receive(node, block);
  }

  function handle(event: number): void {
    const message = Math.floor(event / KINDS);
    const kind = event - message * KINDS;
    const block = Math.floor(message / edges);
    const edge = message - block * edges;
    const receiver = to[edge] ?? 0;
    if (kind === KIND.inv) {
      const at = receiver * blocks + block;
      if (state[at] !== 0) return;
      state[at] = ASKED;
      send(KIND.request, reverse[edge] ?? 0, block, now);
    } else if (kind === KIND.request) {
      const back = reverse[edge] ?? 0;
      send(KIND.block, back, block, transfers.sendBlock(back, now, missingOf(from[edge] ?? 0, block)));
    } else if (kind === KIND.block && transfers.lacksTransactions(edge, block)) {
      send(KIND.missing, reverse[edge] ?? 0, block, now);
    } else if (kind === KIND.missing) {
      const back = reverse[edge] ?? 0;
      send(KIND.rest, back, block, transfers.sendRest(back, now));
    } else {
      receive(receiver, block);
    }
  }

  const intervalMs = interval * 1_000;
  let found = 0;
  for (let next = exponential(random, intervalMs); ; ) {
    const due = queue.length > 0 ? (queue.values[0] ?? 0) : Number.POSITIVE_INFINITY;
    if (next <= due) {
      if (found === blocks) break;
      now = next;
      mine(found++);
      next = found === blocks ? Number.POSITIVE_INFINITY : now + exponential(random, intervalMs);
    } else {
      now = due;
      handle(queue.pop() ?? 0);
    }
    events += 1;
  }
  return { finder, parent, height, time, head, events, toHalf, toNineTenths };
}

function tooLarge(nodes: number, blocks: number): MedrecError {
  return new MedrecError({
    code: 'NETWORK_TOO_LARGE',
    message: 'Nodes times blocks is more than one run can hold.',
    facts: { nodes, blocks, most: MOST_STATES },
    remedy: 'Split the blocks over several replications.',
  });
}
