import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCommon } from '@medrec/miner/consensus';
import { buildGenesis, createExecutor } from '@medrec/miner/execution';
import { openStore } from '@medrec/miner/store';
import { writeChainSpec } from '@medrec/shared/chain';
import { Level } from 'level';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeLoad, mixedLoad } from '../../support/mixed-load.ts';
import { temporaryFolder } from '../chain/devnet-fixture.ts';

// What would be lost: the commands that an operator turns to when a disk has failed.

const MAIN = join(import.meta.dirname, '../../../packages/miner/src/cli/main.ts');
const BLOCKS = 6;

let folder: string;
let blocks: ReturnType<typeof decodeLoad>;
beforeAll(async () => {
  folder = await temporaryFolder();
  const load = await mixedLoad({ blocks: BLOCKS, transactionsPerBlock: 5 });
  blocks = decodeLoad(load);
  const common = createCommon(load.spec);
  await mkdir(join(folder, 'lab'));
  await writeChainSpec(join(folder, 'lab', 'chain-spec.json'), load.spec);
  const genesis = buildGenesis(load.spec, common);
  const store = await openStore({ dir: join(folder, 'lab', 'chain'), genesis, common });
  const executor = createExecutor({ spec: load.spec, common, nodes: store.nodes });
  let parent = genesis.block.header;
  let totalDifficulty = parent.difficulty;
  for (const block of blocks) {
    const { receipts, systemLogs, writes } = await executor.runBlock(block, parent);
    totalDifficulty += block.header.difficulty;
    await store.commit({ block, totalDifficulty, receipts, systemLogs, writes, canonical: { removed: [], added: [block] } });
    parent = block.header;
  }
  await store.close();
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

interface Answer {
  readonly status: number;
  readonly value: Record<string, unknown>;
}

async function db(...args: string[]): Promise<Answer> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'db', ...args, '--json']);
    return { status: 0, value: JSON.parse(stdout) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, value: JSON.parse(stdout || stderr.slice(stderr.indexOf('{'))) };
  }
}

it('verify, repair, stats, export and import do on a folder what they say', { timeout: 120_000 }, async () => {
  const lab = join(folder, 'lab');
  const whole = await db('verify', '--deep', '--dir', lab);
  expect(whole).toMatchObject({ status: 0, value: { isWhole: true, blocks: BLOCKS + 1, unreachable: 0 } });

  const raw = new Level<Uint8Array, Uint8Array>(join(lab, 'chain'), { keyEncoding: 'view', valueEncoding: 'view' });
  const [anyNode] = await raw.keys({ gte: Buffer.from('v'), lt: Buffer.from('w'), reverse: true, limit: 1 }).all();
  await raw.del(anyNode ?? new Uint8Array());
  await raw.close();
  expect(await db('verify', '--dir', lab)).toMatchObject({ status: 1, value: { isWhole: false, faults: [{ kind: 'state' }] } });
  const repaired = await db('repair', '--dir', lab);
  expect(repaired).toMatchObject({
    status: 0,
    value: { steps: ['rebuild'], removed: 0, replayed: BLOCKS, after: { isWhole: true, unreachable: 0 } },
  });

  const stats = await db('stats', '--dir', lab);
  expect(stats).toMatchObject({ status: 0, value: { mode: 'pruned', head: { number: String(BLOCKS) } } });
  const kinds = stats.value['kinds'] as { kind: string; entries: number }[];
  expect(kinds.find(({ kind }) => kind === 'header')?.entries).toBe(BLOCKS + 1);

  const file = join(folder, 'snapshot');
  const exported = await db('export', '--dir', lab, '--out', file);
  const { number, hash } = (exported.value as { block: { number: string; hash: string } }).block;
  expect(Number(number)).toBe(BLOCKS - 2); // the devnet's confirmations
  const other = join(folder, 'other');
  const given = ['--dir', other, '--spec', join(lab, 'chain-spec.json'), '--from', file, '--block', number];
  expect(await db('import', ...given, '--hash', `0x${'00'.repeat(32)}`)).toMatchObject({
    status: 1,
    value: { error: { code: 'SNAPSHOT_INVALID' } },
  });
  expect(await db('import', ...given, '--hash', hash)).toMatchObject({ status: 0 });
  const spec = join(lab, 'chain-spec.json');
  expect(await db('verify', '--deep', '--dir', other, '--spec', spec)).toMatchObject({ status: 0, value: { isWhole: true, states: 1 } });
  expect(await db('verify', '--dir', join(folder, 'nowhere'))).toMatchObject({ status: 1, value: { error: { code: 'SPEC_UNREADABLE' } } });
});
