import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeChainSpec } from '@medrec/shared/chain';
import type { Random } from '../../torture/random.ts';
import { MICRO_RHO } from '../../torture/world/world.ts';
import { type Author, type AuthoredBlock, type AuthoredTransaction, createAuthor, LABS, productAt } from './author.ts';
import { compareAll, compareStep } from './compare.ts';
import type { Move } from './messages.ts';
import { createModelChain, type ModelBlock, type ModelChain } from './model-chain.ts';
import { type NodeProcess, startNodeProcess } from './node-process.ts';

export interface ModelRun {
  readonly steps: number;
  /** How often each operation was done. */
  readonly operations: Readonly<Record<string, number>>;
  readonly height: bigint;
  readonly blocks: number;
  readonly reorganisations: number;
  readonly deepest: number;
  /** Waiting transactions that a crash took, of which the journal promises nothing. */
  readonly lostByCrashes: number;
}

export interface ModelSettings {
  readonly dir: string;
  readonly random: Random;
  readonly steps: number;
  say(line: string): void;
}

interface Run {
  readonly random: Random;
  readonly author: Author;
  readonly model: ModelChain;
  /** Made and not yet delivered. */
  readonly held: AuthoredBlock[];
  readonly start: () => Promise<NodeProcess>;
  node: NodeProcess;
  mark: number;
  lostByCrashes: number;
}

type Operation = (run: Run) => Promise<readonly Move[]>;

/** Compared in full after so many steps, and after each restart and crash. */
const FULL_EVERY = 50;
const LIFETIME = 10 * MICRO_RHO;

/** Random operations on a node and on the model; after each one both must say the same. @throws Error that names the step */
export async function runModel({ dir, random, steps, say }: ModelSettings): Promise<ModelRun> {
  const author = await createAuthor();
  await mkdir(dir, { recursive: true });
  const spec = join(dir, 'spec.json');
  await writeChainSpec(spec, author.world.spec);
  const rules = { providers: author.providers.length, labs: LABS.length, lifetime: LIFETIME };
  const model = createModelChain(author.genesis, { ...rules, epochOf: ({ header }) => author.epochOf(header) });
  const start = (): Promise<NodeProcess> => startNodeProcess(join(dir, 'node'), spec);
  const run: Run = { random, author, model, start, held: [], node: await start(), mark: 0, lostByCrashes: 0 };
  const operations: Record<string, number> = {};
  let reorganisations = 0;
  let deepest = 0;
  try {
    for (let step = 1; step <= steps; step++) {
      const name = choose(random);
      operations[name] = (operations[name] ?? 0) + 1;
      try {
        const moves = await OPERATIONS[name](run);
        for (const { removed } of moves) {
          if (removed.length > 0) reorganisations++;
          deepest = Math.max(deepest, removed.length);
        }
        await compareStep(run, moves);
        if (step % FULL_EVERY === 0 || name === 'restart' || name === 'crash' || step === steps) await compareAll(run);
      } catch (error) {
        throw new Error(`step ${step}, ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
      if (step % 500 === 0)
        say(`step ${step} of ${steps}: block ${model.head().number}, ${reorganisations} reorganisations, deepest ${deepest}`);
    }
  } finally {
    await run.node.kill();
  }
  const { length: blocks } = model.blocks();
  return { steps, operations, height: model.head().number, blocks, reorganisations, deepest, lostByCrashes: run.lostByCrashes };
}

/** Of a thousand. */
const SHARES = { mine: 230, fork: 190, branch: 60, add: 330, shuffle: 60, again: 50, wrong: 50, restart: 15, crash: 15 } as const;
type Name = keyof typeof SHARES;

function choose(random: Random): Name {
  let drawn = random.between(1, 1000);
  for (const [name, share] of Object.entries(SHARES) as [Name, number][]) {
    drawn -= share;
    if (drawn <= 0) return name;
  }
  return 'mine';
}

const OPERATIONS: Readonly<Record<Name, Operation>> = {
  /** As a sealer does: on the head, with what waits and with ommers. */
  async mine(run) {
    const { ready, ommers } = await run.node.ask({ kind: 'view' });
    const waiting = new Map(run.model.pooled().map((pooled) => [pooled.hash, pooled]));
    const transactions = ready.slice(0, run.random.between(0, 12)).flatMap((hash) => waiting.get(hash) ?? []);
    const named = ommers.slice(0, 2).flatMap((hash) => run.model.get(hash)?.header ?? []);
    return importBlock(run, await make(run, run.model.head(), transactions, named));
  },
  /** On any block of the last few, seldom on one far back. */
  async fork(run) {
    return importBlock(run, await makeFork(run, anyBlock(run)));
  },
  /** A branch of several blocks at once, which often becomes the heaviest. */
  async branch(run) {
    const moves: Move[] = [];
    let parent: AuthoredBlock = anyBlock(run);
    for (let left = run.random.between(2, 9); left > 0; left--) {
      const block = await makeFork(run, run.model.get(parent.hash) ?? run.model.head());
      moves.push(...(await importBlock(run, block)));
      parent = block;
    }
    return moves;
  },
  async add(run) {
    const transaction = anyTransaction(run);
    const expected = run.model.add(transaction);
    const found = await run.node.ask({ kind: 'add', raw: transaction.raw });
    const said = 'hash' in found ? found.hash : found.code;
    if (said !== expected) throw new Error(`adding nonce ${transaction.nonce} of ${transaction.provider}: ${said} instead of ${expected}`);
    return [];
  },
  /** A branch whose blocks come in any order. */
  async shuffle(run) {
    const parts: AuthoredBlock[] = [];
    let parent = anyBlock(run);
    for (let left = run.random.between(2, 5); left > 0; left--) {
      const block = await makeFork(run, parent);
      parts.push(block);
      parent = { ...parent, ...block, number: parent.number + 1n, nonces: noncesAfter(parent, block) };
    }
    const moves: Move[] = [];
    while (parts.length > 0) {
      const [next] = parts.splice(run.random.between(0, parts.length - 1), 1);
      if (next !== undefined) moves.push(...(await importBlock(run, next)));
    }
    return moves;
  },
  async again(run) {
    return importBlock(run, run.random.oneOf(run.model.blocks().slice(1).slice(-40).concat(run.model.head())));
  },
  /** Not what it says it is: refused with its code, and nothing changes. */
  async wrong(run) {
    const block = await makeFork(run, anyBlock(run));
    const rlp = Uint8Array.from(block.rlp);
    const at = run.random.between(0, rlp.length - 1);
    rlp[at] = (rlp[at] ?? 0) ^ (1 << run.random.between(0, 7));
    const outcome = await run.node.ask({ kind: 'import', rlp });
    // The nearest thing to a valid block that a changed one may be is one whose parent nobody has.
    if (typeof outcome === 'string' && outcome !== 'orphan') throw new Error(`a block with byte ${at} changed was ${outcome}`);
    return [];
  },
  async restart(run) {
    await run.node.stop();
    run.node = await run.start();
    run.model.restart();
    return [];
  },
  /** Killed at any moment of what it was doing: each block is there as a whole, or not at all, and none without its parent. */
  async crash(run) {
    const parts: AuthoredBlock[] = [];
    for (let left = run.random.between(0, 4); left > 0; left--) {
      const block = await makeFork(run, run.random.chance(70) ? run.model.head() : anyBlock(run));
      parts.push(block);
      run.node.tell({ kind: 'import', rlp: block.rlp });
    }
    await sleep(run.random.between(0, 60));
    await run.node.kill();
    run.node = await run.start();
    run.model.restart();
    for (const part of parts) if (await run.node.ask({ kind: 'has', hash: part.hash })) run.model.deliver(part);
    const pooled = new Set((await run.node.ask({ kind: 'view' })).pooled);
    const before = run.model.pooled().length;
    run.model.keepPooled(pooled);
    run.lostByCrashes += before - run.model.pooled().length;
    return [];
  },
};

async function importBlock(run: Run, block: AuthoredBlock): Promise<readonly Move[]> {
  const expected = run.model.deliver(block);
  const outcome = await run.node.ask({ kind: 'import', rlp: block.rlp });
  if (outcome !== expected.outcome) {
    throw new Error(`block ${block.header.number} ${block.hash}: ${JSON.stringify(outcome)} instead of ${expected.outcome}`);
  }
  return expected.moves;
}

function make(
  run: Run,
  parent: ModelBlock,
  transactions: readonly AuthoredTransaction[],
  ommers: ModelBlock['header'][] = [],
): Promise<AuthoredBlock> {
  run.mark = (run.mark + 1) % 256;
  const plan = { lab: run.random.between(0, LABS.length - 1), seconds: run.random.between(1, 9), mark: run.mark };
  return run.author.block(parent, { ...plan, transactions, ommers });
}

/** With some of what waits and some that nobody has seen, each provider's in nonce order. */
function makeFork(run: Run, parent: ModelBlock): Promise<AuthoredBlock> {
  const transactions: AuthoredTransaction[] = [];
  for (const [provider, nonce] of parent.nonces.entries()) {
    const waiting = new Map(run.model.pooled().map((pooled) => [`${pooled.provider} ${pooled.nonce}`, pooled]));
    for (let next = nonce; next < nonce + run.random.between(0, 3); next++) {
      const pooled = run.random.chance(50) ? waiting.get(`${provider} ${next}`) : undefined;
      transactions.push(pooled ?? newTransaction(run, provider, next, parent));
    }
  }
  return make(run, parent, transactions);
}

function noncesAfter(parent: ModelBlock, { transactions }: AuthoredBlock): number[] {
  return parent.nonces.map((nonce, provider) => nonce + transactions.filter((sent) => sent.provider === provider).length);
}

function anyBlock({ random, model }: Run): ModelBlock {
  const back = random.chance(90) ? random.between(0, 6) : random.between(0, 40);
  const near = model.blocks().filter(({ number }) => number + BigInt(back) >= model.head().number);
  return random.oneOf(near);
}

function newTransaction({ random, author }: Run, provider: number, nonce: number, at: ModelBlock): AuthoredTransaction {
  const epoch = author.epochOf(at.header) + BigInt(random.between(-2, 1));
  return author.sign(provider, nonce, {
    product: productAt(random.between(0, 2)),
    epoch: epoch < 0n ? 0n : epoch,
    tier: random.between(1, 3),
  });
}

/** Mostly the next nonce; also gaps, used ones, far ones, and what is there already. */
function anyTransaction(run: Run): AuthoredTransaction {
  const { random, model } = run;
  const provider = random.between(0, run.author.providers.length - 1);
  const nonce = model.head().nonces[provider] ?? 0;
  const next = nonce + model.ready(provider).length;
  const pooled = model.pooled();
  if (pooled.length > 0 && random.chance(10)) return random.oneOf(pooled);
  const wanted = random.chance(70) ? next : random.oneOf([next + random.between(1, 8), nonce - 1, nonce, nonce + 256, nonce + 255]);
  return newTransaction(run, provider, Math.max(0, wanted), model.head());
}

export type { Run };
