import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { sealerKeyFrom } from '@medrec/miner/sealing';
import { repairStore } from '@medrec/miner/store';
import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { logDigest } from '../../miner/model/log-digest.ts';
import type { Random } from '../random.ts';
import type { Row, Torture } from '../row.ts';
import { createHospitalLoad } from '../world/hospital-load.ts';
import { inspectStore } from '../world/inspect-store.ts';
import { type LocalNode, makeBlock, openLocalNode } from '../world/local-node.ts';
import { addressOf, foundWorld, keyOf, type World } from '../world/world.ts';

const BLOCKS = 60;
const TRANSACTIONS_PER_BLOCK = 3;
const KEY = sealerKeyFrom(keyOf('lab'));
const FILES = { CURRENT: /^CURRENT$/, MANIFEST: /^MANIFEST-/, ldb: /\.ldb$/, log: /\.log$/ } as const;
const LOST = 'never the same head again';
const HARMS = ['flipped', 'cut', 'deleted', 'emptied'] as const;

/** What a node says of a height. */
interface Facts {
  /** Block, work, account, logs. */
  readonly main: string;
  /** Of each transaction; undefined when the node does not know it. */
  readonly places: readonly (string | undefined)[];
}

/** What a healthy node says of a block and of the state behind it. */
interface Truth {
  readonly world: World;
  readonly blocks: readonly Block[];
  readonly facts: readonly Facts[];
}

export const damageRow: Row = {
  number: 2,
  name: 'damage',
  what: 'CURRENT, MANIFEST, tables or the log of a store flipped, cut, emptied or deleted: a named error, never a wrong answer; the same head again',
  sizes: { unit: 'damages', short: 16, full: 200 },
  async run(torture) {
    const truth = await makeTruth(torture);
    const ends = new Map<string, number>();
    for (let at = 0; at < torture.size; at++) {
      const dir = join(torture.dir, 'damaged');
      await cp(join(torture.dir, 'healthy'), dir, { recursive: true });
      const what = await harm(join(dir, 'chain'), at, torture.random);
      const end = await survive(dir, truth, what, torture);
      ends.set(end, (ends.get(end) ?? 0) + 1);
      torture.say(`${what}: ${end}`);
      await rm(dir, { recursive: true });
    }
    const survived = [...ends].reduce((sum, [end, count]) => sum + (end === LOST ? 0 : count), 0);
    torture.check('every damage ended at the healthy node’s head', survived === torture.size, `${survived} of ${torture.size}`);
    for (const [end, count] of ends) torture.figure(end, count);
  },
};

async function makeTruth(torture: Torture): Promise<Truth> {
  const world = await foundWorld({ labs: [KEY.address], genesisSeconds: 1_700_000_000, difficulty: { minimum: 64 } });
  const load = createHospitalLoad(world);
  const dir = join(torture.dir, 'healthy');
  const blocks: Block[] = [];
  // Opened anew each time, so that there are tables on disk and not the log alone.
  for (let part = 0; part < 4; part++) {
    const node = await openLocalNode(world, dir);
    while (blocks.length < ((part + 1) * BLOCKS) / 4) {
      const transactions = [];
      while (transactions.length < TRANSACTIONS_PER_BLOCK) transactions.push(await load.next());
      const { block } = await makeBlock(world, node.executor, { parent: node.chain.head().header, key: KEY, seconds: 5, transactions });
      await node.chain.importBlock(block, 'torture');
      blocks.push(block);
    }
    await node.close();
  }
  const node = await openLocalNode(world, dir);
  const facts: Facts[] = [];
  for (let number = 0; number <= BLOCKS; number++) facts.push(await factsAt(node, world, BigInt(number)));
  await node.close();
  return { world, blocks, facts };
}

/** @throws MedrecError where it notices damage */
async function factsAt({ chain }: LocalNode, { providerKeys }: World, number: bigint): Promise<Facts> {
  const block = await chain.blockByNumber(number);
  const hash = block && bytesToHex(block.hash());
  if (block === undefined || hash === undefined) return { main: 'none', places: [] };
  const sender = addressOf(providerKeys[0] ?? '0x');
  const account = await chain.accountAt(hash, sender);
  const places = await Promise.all(block.transactions.map((sent) => chain.placeOf(bytesToHex(sent.hash()))));
  const logs = logDigest((await chain.receiptsOf(hash)) ?? [], await chain.systemLogsOf(hash));
  return {
    main: [hash, await chain.totalDifficultyOf(hash), account?.nonce, logs].join(' '),
    places: places.map((place) => place && `${place.blockHash} ${place.index}`),
  };
}

/** The first ones go through all files and harms in turn. @returns what was done */
async function harm(dir: string, at: number, random: Random): Promise<string> {
  const kinds = Object.keys(FILES) as (keyof typeof FILES)[];
  const every = kinds.flatMap((kind) => HARMS.map((how) => ({ kind, how })));
  const { kind, how } = every[at % every.length] ?? { kind: 'ldb', how: 'flipped' };
  const files = (await readdir(dir)).filter((file) => FILES[kind].test(file));
  const path = join(dir, files.length > 0 ? random.oneOf(files) : 'CURRENT');
  const bytes = await readFile(path);
  if (how === 'deleted') await rm(path);
  if (how === 'emptied') await truncate(path, 0);
  if (how === 'cut') await truncate(path, random.between(0, Math.max(0, bytes.length - 1)));
  if (how === 'flipped' && bytes.length > 0) {
    for (let flips = random.between(1, 4); flips > 0; flips--) {
      const place = random.between(0, bytes.length - 1);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << random.between(0, 7));
    }
    await writeFile(path, bytes);
  }
  return `${kind} ${how}`;
}

async function survive(dir: string, truth: Truth, what: string, torture: Torture): Promise<string> {
  const first = await attempt(() => openLocalNode(truth.world, dir), what, torture);
  let end = 'answered everything';
  let node = first.value;
  if (node !== undefined) {
    const { code: named, isSilent } = await readAll(node, truth, what, torture);
    // It also goes on by itself, unless it says why not.
    const went = named === undefined ? await goOn(node, truth, what, torture) : undefined;
    if (node.chain.head().number < BLOCKS || named !== undefined || went?.code !== undefined) end = 'said what is wrong';
    await node.close();
    if (isSilent) {
      // LevelDB keeps no checksum of a key that can be asked for: an entry that is gone looks like one that never was.
      torture.check(`${what}: db verify finds the lost index entry`, !(await inspectStore(truth.world, dir)).isWhole);
      end = 'did not know a transaction, as db verify finds';
    }
    if (named === undefined && went?.code === undefined && (await isAtHead(dir, truth))) return 'took what was missing from others';
  }
  const repaired = await attempt(
    () =>
      repairStore({
        dir: join(dir, 'chain'),
        spec: truth.world.spec,
        common: truth.world.common,
        log: silentLogger(),
        rebuildState: false,
      }),
    what,
    torture,
  );
  end = `${first.code ?? end}, ${repaired.value?.after.isWhole ? 'repaired' : `given up (${repaired.code ?? 'not whole'}) for a new folder`}`;
  if (!repaired.value?.after.isWhole) await rm(dir, { recursive: true });
  node = await openLocalNode(truth.world, dir);
  await goOn(node, truth, what, torture);
  await node.close();
  return (await isAtHead(dir, truth)) ? end : LOST;
}

async function isAtHead(dir: string, { world, blocks }: Truth): Promise<boolean> {
  const { isWhole, number, stateRoot } = await inspectStore(world, dir);
  return isWhole && number === BigInt(BLOCKS) && stateRoot === bytesToHex(blocks.at(-1)?.header.stateRoot ?? new Uint8Array());
}

interface Read {
  /** Of the first named error. */
  readonly code: string | undefined;
  /** Some transaction was answered as unknown. */
  readonly isSilent: boolean;
}

/** A wrong answer is a failed check. */
async function readAll(node: LocalNode, { world, facts }: Truth, what: string, torture: Torture): Promise<Read> {
  let code: string | undefined;
  let isSilent = false;
  for (const [number, truth] of facts.slice(0, Number(node.chain.head().number) + 1).entries()) {
    const said = await attempt(() => factsAt(node, world, BigInt(number)), what, torture);
    code ??= said.code;
    const { main = truth.main, places = truth.places } = said.value ?? {};
    isSilent ||= places.includes(undefined);
    const isWrong = main !== truth.main || places.some((place, at) => place !== undefined && place !== truth.places[at]);
    if (isWrong) torture.check(`${what}: no wrong answer at block ${number}`, false, said.value);
  }
  return { code, isSilent };
}

/** As from a peer: every block again, and those that the damage took. */
function goOn(
  node: LocalNode,
  { blocks }: Truth,
  what: string,
  torture: Torture,
): Promise<{ readonly code?: string; readonly value?: true }> {
  const all = async (): Promise<true> => {
    for (const block of blocks) await node.chain.importBlock(block, 'torture');
    return true;
  };
  return attempt(all, what, torture);
}

/** An error must have a name; any other is a failed check. */
async function attempt<T>(step: () => Promise<T>, what: string, torture: Torture): Promise<{ readonly value?: T; readonly code?: string }> {
  try {
    return { value: await step() };
  } catch (error) {
    if (!(error instanceof MedrecError)) torture.check(`${what}: a named error`, false, error instanceof Error ? error.stack : error);
    return { code: error instanceof MedrecError ? error.code : 'unnamed' };
  }
}
