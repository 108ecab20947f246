import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord } from '@medrec/miner/execution';
import { keccak } from '@medrec/shared/bytes';
import { Level } from 'level';
import { resolveRecords } from '../../packages/miner/src/execution/state/index.ts';
import {
  createTrie,
  decodeNode,
  draftRecords,
  emptyTrie,
  type LoadedNode,
  type NodeRecord,
  type TrieNode,
} from '../../packages/miner/src/execution/trie/index.ts';

// What the keys of trie nodes cost the database: the same growing trie under numbers in the order of writing, and under
// hashes; and under numbers with what is older than 200 blocks deleted. `pnpm bench:state-keys [blocks] [slots a block]`; compare within a round, not between machines. Linux.

const blocks = Number(process.argv[2] ?? 2000);
const KEPT = 200;
const slotsPerBlock = Number(process.argv[3] ?? 50);

interface Written {
  readonly seconds: number;
  readonly nodes: number;
  readonly writtenMegabytes: number;
}

/** Bytes that this process has had written to the disk, the database's own rewriting included. */
async function bytesWritten(): Promise<number> {
  const io = await readFile('/proc/self/io', 'utf8');
  return Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? 0);
}

/** @param kept blocks after which what a block left behind is deleted */
async function run(keyOf: (id: number, encoded: Uint8Array) => Uint8Array, kept = Number.POSITIVE_INFINITY): Promise<Written> {
  const dir = await mkdtemp(join(tmpdir(), 'medrec-keys-'));
  const db = new Level<Uint8Array, Uint8Array>(dir, { keyEncoding: 'view', valueEncoding: 'view', writeBufferSize: 16 * 1024 * 1024 });
  await db.open();
  const nodes: LoadedNode[] = [];
  const source = { node: (id: number) => nodes[id - 1] as LoadedNode };
  let top: TrieNode | undefined;
  const left: (readonly number[])[] = [];
  let inDatabase = 0;
  const before = await bytesWritten();
  for (let block = 0; block < blocks; block++) {
    const trie = top ? createTrie(top, source) : emptyTrie();
    for (let slot = 0; slot < slotsPerBlock; slot++)
      trie.put(keccak(Buffer.from(`${block} ${slot}`)), Buffer.from(`value ${block} ${slot}`));
    const records: NodeRecord[] = [];
    const hash = trie.root();
    const first = nodes.length + 1;
    const resolved = resolveRecords({ top: draftRecords(trie.top() as TrieNode, records), records }, first);
    const batch = resolved.records.map((record, at) => ({
      type: 'put' as const,
      key: keyOf(first + at, record.encoded),
      value: encodeRecord(record),
    }));
    for (const record of resolved.records) nodes.push(decodeNode(record));
    left.push(trie.stale);
    const given = left[block - kept] ?? [];
    const deletions = given.map((id) => ({ type: 'del' as const, key: keyOf(id, new Uint8Array(0)) }));
    top = { kind: 'hash', hash, id: resolved.top };
    const started = performance.now();
    await db.batch([...batch, ...deletions], { sync: true });
    inDatabase += performance.now() - started;
  }
  const closing = performance.now();
  await db.close();
  inDatabase += performance.now() - closing;
  const writtenMegabytes = ((await bytesWritten()) - before) / 1e6;
  await rm(dir, { recursive: true });

  return { seconds: inDatabase / 1000, nodes: nodes.length, writtenMegabytes };
}

const byNumber = (id: number): Uint8Array => {
  const key = Buffer.alloc(7, 'v');
  key.writeUIntBE(id, 1, 6);
  return key;
};
const byHash = (_: number, encoded: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('s'), keccak(encoded)]);

const cases: Readonly<Record<string, () => Promise<Written>>> = {
  numbers: () => run(byNumber),
  hashes: () => run(byHash),
  'numbers, pruned': () => run(byNumber, KEPT),
};

for (const round of [1, 2]) {
  for (const [name, measure] of Object.entries(cases)) {
    const { seconds, nodes, writtenMegabytes } = await measure();
    process.stdout.write(
      `round ${round}  ${name.padEnd(16)} ${seconds.toFixed(1)} s in the database, ${writtenMegabytes.toFixed(0)} MB written, ${nodes} nodes\n`,
    );
  }
}
