import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommon } from '@medrec/miner/consensus';
import { buildGenesis, createExecutor, type Executor, type StateNodes } from '@medrec/miner/execution';
import { openStore, type Store } from '@medrec/miner/store';
import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { decodeLoad, type MixedLoad, mixedLoad } from '../support/mixed-load.ts';

// `pnpm bench:state`: how the state is read and written under a hospital's everyday load. Each pair of lines is measured in
// turns, by the processor time of this process; compare within a pair, not between machines.

const BLOCKS = 12;
const TRANSACTIONS = 40;
const SLOTS_READ = 500;

const ROUNDS = 5;

const dir = await mkdtemp(join(tmpdir(), 'medrec-state-bench-'));
const load: MixedLoad = await mixedLoad({ blocks: BLOCKS, transactionsPerBlock: TRANSACTIONS });
let root: Uint8Array = new Uint8Array(32);

async function openEmpty(name: string, archive: boolean): Promise<Store> {
  const common = createCommon(load.spec);
  return openStore({ dir: join(dir, name), genesis: buildGenesis(load.spec, common), common, archive, keptStates: 4 });
}

/** Executes and stores every block of the load. */
async function importAll(into: Store): Promise<void> {
  const common = createCommon(load.spec);
  const importer = createExecutor({ spec: load.spec, common, nodes: into.nodes });
  let parent = buildGenesis(load.spec, common).block;
  let totalDifficulty = parent.header.difficulty;
  for (const block of decodeLoad(load)) {
    const { receipts, systemLogs, writes } = await importer.runBlock(block, parent.header);
    totalDifficulty += block.header.difficulty;
    await into.commit({ block, totalDifficulty, receipts, systemLogs, writes, canonical: { removed: [], added: [block] } });
    parent = block;
  }
  root = parent.header.stateRoot;
}

async function readSlots(from: Executor): Promise<void> {
  for (let at = 0; at < SLOTS_READ; at++) {
    const slot = new Uint8Array(32);
    slot[31] = at % 256;
    slot[30] = at >> 8;
    await from.storageAt(root, RELATIONSHIPS_ADDRESS, slot);
  }
}

/** Median processor milliseconds of each, run in turns. */
async function compare(cases: Readonly<Record<string, () => Promise<void>>>): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(cases)) {
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      times.get(name)?.push((user + system) / 1000);
    }
  }
  for (const [name, all] of times) {
    const median = all.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
    process.stdout.write(`${name.padEnd(44)} ${median.toFixed(1).padStart(9)} ms of processor\n`);
  }
}

let stores = 0;
async function importOnce(archive: boolean): Promise<void> {
  const into = await openEmpty(`import-${stores++}`, archive);
  await importAll(into);
  await into.close();
}

const rules = createCommon(load.spec);
const store = await openEmpty('read', false);
await importAll(store);
const nothing = () => undefined;
const flat = { account: nothing, slot: nothing, keepAccount: nothing, keepSlot: nothing };
const head = createExecutor({ spec: load.spec, common: rules, nodes: store.nodes });
const walking = createExecutor({ spec: load.spec, common: rules, nodes: { ...store.nodes, flat } satisfies StateNodes });
await compare({
  [`${SLOTS_READ} slots of the head, from memory`]: () => readSlots(head),
  [`${SLOTS_READ} slots of the head, down the trie`]: () => readSlots(walking),
});
await store.close();
await compare({
  [`${BLOCKS} × ${TRANSACTIONS} transactions, keeping every state`]: () => importOnce(true),
  [`${BLOCKS} × ${TRANSACTIONS} transactions, keeping four states`]: () => importOnce(false),
});
await rm(dir, { recursive: true });
