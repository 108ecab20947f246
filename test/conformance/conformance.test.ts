import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideData } from '../support/outside-data.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import { forksOfNetwork } from './networks.ts';
import type { CaseResult } from './outcome.ts';
import { openTools, runFile } from './run-file.ts';

// What would be lost: the proof that this node's rules are Ethereum's before they are MedRec's. A part of the official tests
// runs here; `pnpm conformance` runs all of them. The runner itself must be able to fail, or its green would say nothing.

const folder = mkdtempSync(join(tmpdir(), 'medrec-conformance-test-'));
const tools = openTools();
afterAll(async () => {
  await tools.ethash.close();
  rmSync(folder, { recursive: true, force: true });
});

const outcomes = (results: readonly CaseResult[]) => results.map(({ outcome }) => outcome.kind);
const run = (name: string, cases: unknown) => runFile(name, JSON.stringify(cases), tools);
const failures = (results: readonly CaseResult[]) => results.filter(({ outcome }) => outcome.kind === 'failed');

describe('networks', () => {
  it('become the fork blocks of a chain spec', () => {
    expect(forksOfNetwork('Frontier')).toEqual({});
    expect(forksOfNetwork('EIP150')).toEqual({ homesteadBlock: 0, eip150Block: 0 });
    expect(forksOfNetwork('HomesteadToDaoAt5')).toEqual({ homesteadBlock: 0, daoForkBlock: 5 });
    expect(forksOfNetwork('ByzantiumToConstantinopleFixAt5')).toMatchObject({
      byzantiumBlock: 0,
      constantinopleBlock: 5,
      petersburgBlock: 5,
    });
    expect(Object.keys(forksOfNetwork('Berlin') ?? {})).toHaveLength(9);
    for (const later of ['London', 'BerlinToLondonAt5', 'Cancun', 'Olympic']) expect(forksOfNetwork(later)).toBeUndefined();
  });
});

describe('the runner', () => {
  it('tells a right case from a wrong one', async () => {
    const rlp = {
      right: { in: ['cat', 4], out: '0xc58363617404' },
      wrong: { in: 'cat', out: '0x83646f67' },
      open: { in: 'INVALID', out: '0x80' },
    };
    expect(outcomes(await run('RLPTests/rlptest.json', rlp))).toEqual(['passed', 'failed', 'failed']);
    const trie = {
      right: {
        in: [
          ['do', 'verb'],
          ['do', null],
        ],
        root: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
      },
    };
    expect(outcomes(await run('TrieTests/trietest.json', trie))).toEqual(['passed']);
    expect(outcomes(await run('TrieTests/trietest.json', { wrong: { in: { do: 'verb' }, root: trie.right.root } }))).toEqual(['failed']);
  });

  it('fails a file that it cannot read, and skips a form that it does not know, with the reason', async () => {
    expect(outcomes(await runFile('x.json', '{', tools))).toEqual(['failed']);
    expect(outcomes(await run('RLPTests/x.json', { broken: { in: 'cat', out: 'zz' } }))).toEqual(['failed']);
    expect(await run('x.json', { odd: { something: 1 } })).toEqual([
      { name: 'odd', outcome: { kind: 'skipped', reason: 'no form of case that this runner knows' } },
    ]);
  });

  it('reads archives, also inside a folder, and no path that leads out of one', async () => {
    const packed = mkdtempSync(join(folder, 'packed-'));
    await archive(join(packed, 'tests.tar.gz'), 'RLPTests/rlptest.json');
    const found = await findFiles(packed, join(folder, 'unpacked'));
    expect(found.map(({ name }) => name)).toEqual(['RLPTests/rlptest.json']);
    await archive(join(packed, 'bad.tgz'), '../../out.json');
    await expect(findFiles(join(packed, 'bad.tgz'), join(folder, 'unpacked-bad'))).rejects.toThrow('leads out of it');
    expect(existsSync(join(folder, 'out.json'))).toBe(false);
  });

  it('prints counts and ends with status 1 on a failure', () => {
    const file = join(folder, 'rlptest.json');
    writeFileSync(
      file,
      JSON.stringify({ right: { in: 'dog', out: '0x83646f67' }, wrong: { in: 'dog', out: '0x83646f68' }, '': { odd: 1 } }),
    );
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), file], { encoding: 'utf8' });
    expect(stdout.trim().split('\n').at(-1)).toBe('1 passed, 1 failed, 1 skipped');
    expect(stdout).toContain('failed rlptest.json wrong');
    expect(status).toBe(1);
    const filtered = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), file, '--filter', 'right$', '--json'], {
      encoding: 'utf8',
    });
    expect(JSON.parse(filtered.stdout)).toMatchObject({ total: { passed: 1, failed: 0, skipped: 0 } });
    expect(filtered.status).toBe(0);
  });
});

const data = outsideData('official Ethereum tests');
const official = data === undefined ? undefined : join(data, 'ethereum');

describe.skipIf(official === undefined)('the official tests', () => {
  let files: FoundFile[] = [];
  beforeAll(async () => {
    files = await findFiles(official ?? '', join(folder, 'official'));
  });
  const runFound = async (found: readonly FoundFile[], filter?: RegExp): Promise<CaseResult[]> => {
    const results: CaseResult[] = [];
    for (const { path, name } of found) results.push(...(await runFile(name, readFileSync(path, 'utf8'), tools, filter)));
    return results;
  };

  it('pass in all suites that need no blocks', { timeout: 120_000 }, async () => {
    const results = await runFound(files.filter(({ name }) => !name.includes('BlockchainTests/')));
    expect(failures(results)).toEqual([]);
    expect(results.filter(({ outcome }) => outcome.kind === 'passed').length).toBeGreaterThan(5000);
  });

  it('pass in a sample of the blocks, sealed and unsealed, at every fork', { timeout: 120_000 }, async () => {
    const chains = files.filter(({ name }) => name.includes('BlockchainTests/'));
    const transitions = chains.filter(({ name }) => name.includes('TransitionTests/'));
    const sealed = await runFound(chains.filter(({ name }) => /wrongMixHash|newChainFrom4Block/.test(name)));
    const results = [...sealed, ...(await runFound(transitions)), ...(await runFound(sample(chains, 20)))];
    expect(failures(results)).toEqual([]);
    const forks = new Set(results.map(({ fork }) => fork));
    for (const fork of ['Frontier', 'Homestead', 'EIP150', 'EIP158', 'Byzantium', 'Constantinople', 'ConstantinopleFix', 'Berlin'])
      expect(forks).toContain(fork);
  });

  it('fail where a case is changed', { timeout: 60_000 }, async () => {
    const chain = files.find(({ name }) => name.endsWith('bcValidBlockTest/log1_correct.json')) as FoundFile;
    const [[name, valid]] = Object.entries(JSON.parse(readFileSync(chain.path, 'utf8'))) as [[string, Record<string, never>]];
    const { blocks, postState, pre } = valid as unknown as {
      blocks: { blockHeader?: object }[];
      postState: object;
      pre: Record<string, object>;
    };
    const [first] = Object.keys(pre) as [string];
    const changes: Record<string, object> = {
      head: { lastblockhash: `0x${'00'.repeat(32)}` },
      refused: { blocks: blocks.map(({ blockHeader, ...block }) => ({ ...block, expectException: 'any' })) },
      state: { postState: { ...postState, [first]: { balance: '0x01', nonce: '0x00', code: '0x', storage: {} } } },
      genesis: { pre: { ...pre, [first]: { balance: '0x01', nonce: '0x00', code: '0x', storage: {} } } },
      block: { blocks: blocks.map((block) => ({ ...block, rlp: '0xc0' })) },
    };
    expect(outcomes(await run(chain.name, { [name]: valid }))).toEqual(['passed']);
    for (const change of Object.values(changes))
      expect(outcomes(await run(chain.name, { [name]: { ...valid, ...change } }))).toEqual(['failed']);
  });
});

/** The same files in each run, spread over all folders. */
function sample(files: readonly FoundFile[], count: number): FoundFile[] {
  const step = files.length / count;
  return Array.from({ length: count }, (_, at) => files[Math.floor(at * step)] as FoundFile);
}

async function archive(path: string, name: string): Promise<void> {
  const entries = pack();
  entries.entry({ name }, JSON.stringify({ one: { in: 'dog', out: '0x83646f67' } }));
  entries.finalize();
  await pipeline(entries, createGzip(), createWriteStream(path));
}
