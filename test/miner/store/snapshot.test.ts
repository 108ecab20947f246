import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exportSnapshot, type ImportSnapshotOptions, importSnapshot, openAsIs, verifyStore } from '@medrec/miner/store';
import { bytesToHex } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  common,
  discardNode,
  extend,
  type Node,
  openNode,
  PATIENT,
  PROVIDER,
  PROVIDER_KEY,
  temporaryFolder,
  transaction,
} from '../chain/devnet-fixture.ts';

// What would be lost: a new node would believe whoever hands it a snapshot.

const AT = 20n;

let source: Node;
let snapshot: Uint8Array;
let trusted: ImportSnapshotOptions['trusted'];

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function importInto(folder: string, bytes: Uint8Array, changes: Partial<ImportSnapshotOptions> = {}, size = 7919): Promise<string> {
  const dir = join(folder, 'chain');
  const { genesisHash } = source.store;
  return importSnapshot({ dir, genesisHash, common, trusted, chunks: inPieces(bytes, size), ...changes }).then(
    () => 'imported',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

beforeAll(async () => {
  source = await openNode();
  for (let nonce = 0; nonce < 24; nonce++) await extend(source, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] });
  const chunks: Uint8Array[] = [];
  for await (const chunk of exportSnapshot(source.store, AT)) chunks.push(chunk);
  snapshot = new Uint8Array(Buffer.concat(chunks));
  trusted = { number: AT, hash: source.store.canonicalHash(AT) ?? '0x' };
});
afterAll(() => discardNode(source));

describe('a snapshot', () => {
  it('makes a node that answers as one that executed everything, and goes on with it', async () => {
    const dir = await temporaryFolder();
    expect(await importInto(dir, snapshot)).toBe('imported');
    const store = await openAsIs(join(dir, 'chain'), common);
    expect((await verifyStore(store, { isDeep: true })).report).toMatchObject({ isWhole: true, unreachable: 0, blocks: 21, states: 1 });
    await store.disk.close();

    const node = await openNode({ dir });
    expect(node.chain.head()).toMatchObject(trusted);
    for (let number = AT + 1n; number <= source.chain.head().number; number++) {
      const block = await source.chain.blockByNumber(number);
      if (block) expect(await node.chain.importBlock(block, 'test')).toBe('canonical');
    }
    expect(node.chain.head()).toEqual(source.chain.head());
    for (const address of [PROVIDER, PATIENT]) {
      for (const one of [trusted.hash, node.chain.head().hash]) {
        expect(await node.chain.accountAt(one, address)).toEqual(await source.chain.accountAt(one, address));
      }
    }
    for (let number = 0n; number <= AT; number++) {
      const hash = source.store.canonicalHash(number) ?? '0x';
      expect(node.store.canonicalHash(number)).toBe(hash);
      expect(await node.chain.receiptsOf(hash)).toEqual(await source.chain.receiptsOf(hash));
      expect(await node.chain.totalDifficultyOf(hash)).toBe(await source.chain.totalDifficultyOf(hash));
    }
    await expect(node.chain.accountAt(node.store.canonicalHash(AT - 1n) ?? '0x', PROVIDER)).rejects.toMatchObject({ code: 'STATE_PRUNED' });
    await extend(node, 2);
    await discardNode(node);
  });

  it('is the same from every node that has the state, however old', async () => {
    const other = await openNode({ keptStates: 6 });
    for (let number = 1n; number <= 22n; number++) {
      const block = await source.chain.blockByNumber(number);
      if (block) await other.chain.importBlock(block, 'test');
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of exportSnapshot(other.store, AT)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(snapshot)).toBe(true);
    await discardNode(other);
  });

  it('is refused whole when a byte of it is changed, wherever that is', { timeout: 60_000 }, async () => {
    const dir = await temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fc.nat(snapshot.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Uint8Array.from(snapshot);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(await importInto(dir, changed)).toBe('SNAPSHOT_INVALID');
        await expect(access(join(dir, 'chain'))).rejects.toMatchObject({ code: 'ENOENT' });
      }),
      { numRuns: 60 },
    );
  });

  it('is refused whole when it is cut off', async () => {
    const dir = await temporaryFolder();
    for (const share of [0, 0.01, 0.4, 0.9, 0.999]) {
      expect(await importInto(dir, snapshot.subarray(0, Math.floor(snapshot.length * share)))).toBe('SNAPSHOT_INVALID');
    }
  });

  it('is refused when it is of another block or network, and never put over a store', async () => {
    const dir = await temporaryFolder();
    const other = source.store.canonicalHash(AT - 1n) ?? '0x';
    expect(await importInto(dir, snapshot, { trusted: { number: AT, hash: other } })).toBe('SNAPSHOT_INVALID');
    expect(await importInto(dir, snapshot, { trusted: { number: AT - 1n, hash: trusted.hash } })).toBe('SNAPSHOT_INVALID');
    expect(await importInto(dir, snapshot, { genesisHash: bytesToHex(new Uint8Array(32)) })).toBe('SNAPSHOT_INVALID');
    await mkdir(join(dir, 'chain'));
    expect(await importInto(dir, snapshot)).toBe('STORE_EXISTS');
  });

  it('is not made of what is not there', async () => {
    const pruned = await openNode({ keptStates: 6 });
    for (let number = 1n; number <= 22n; number++) {
      const block = await source.chain.blockByNumber(number);
      if (block) await pruned.chain.importBlock(block, 'test');
    }
    expect(() => exportSnapshot(pruned.store, 99n)).toThrowError(expect.objectContaining({ code: 'SNAPSHOT_NO_BLOCK' }));
    expect(() => exportSnapshot(pruned.store, 3n)).toThrowError(expect.objectContaining({ code: 'STATE_PRUNED' }));
    await discardNode(pruned);
  });
});
