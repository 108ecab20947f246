import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NestedUint8Array, RLP } from '@ethereumjs/rlp';
import { generateKeyPair } from '@libp2p/crypto/keys';
import type { Chain } from '@medrec/miner/chain';
import { decodeBlock } from '@medrec/miner/consensus';
import {
  createNetwork,
  type FastStartOptions,
  fastStart,
  type Network,
  openShelf,
  type SnapshotShelf,
  silentObserver,
} from '@medrec/miner/network';
import type { Hex } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  common,
  discardNode,
  ethash,
  extend,
  genesis,
  type Node,
  openNode,
  PROVIDER_KEY,
  spec,
  transaction,
} from '../chain/devnet-fixture.ts';

// What would be lost: a node that takes part within minutes of a long chain's years, without believing any one peer.

const HEAD = 45n;
const INTERVAL = 16;
const DEPTH = 4;
const PIVOT = 32n;

let source: Node;
let dir: string;
const running: Network[] = [];

beforeAll(async () => {
  source = await openNode();
  for (let nonce = 0; nonce < Number(HEAD); nonce++) {
    // Every fifth sets a flag, so that states differ from block to block.
    await extend(source, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] });
  }
});
afterAll(() => discardNode(source));
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-fast-start-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((network) => network.stop()));
  await rm(dir, { recursive: true, force: true });
});

async function fullShelf(): Promise<SnapshotShelf> {
  const folder = await mkdtemp(join(dir, 'shelf-'));
  const shelf = await openShelf({ dir: folder, store: source.store, log: silentLogger(), interval: INTERVAL, depth: DEPTH });
  shelf.follow(HEAD);
  await vi.waitFor(() => expect(shelf.manifests()[0]?.number).toBe(PIVOT), { timeout: 8000 });
  return shelf;
}

async function startPeer(shelf?: SnapshotShelf, chain: Chain = source.chain, peers: readonly string[] = []): Promise<Network> {
  const pool = { add: async (): Promise<Hex> => '0x', all: () => [], onAdded: () => () => undefined };
  const network = await createNetwork(
    { privateKey: await generateKeyPair('Ed25519'), listen: ['/ip4/127.0.0.1/tcp/0'], peers },
    { chain, pool, shelf, decodeBlock: (rlp) => decodeBlock(rlp, common), observer: silentObserver(), log: silentLogger() },
  );
  running.push(network);
  await network.start();
  return network;
}

async function startFrom(peers: readonly Network[], changes: Partial<FastStartOptions> = {}) {
  return fastStart({
    privateKey: await generateKeyPair('Ed25519'),
    peers: peers.flatMap((network) => network.addresses()),
    ...{ spec, common, genesis: genesis.block, ethash },
    decodeBlock: (rlp) => decodeBlock(rlp, common),
    storeDir: join(dir, 'fresh', 'chain'),
    workDir: join(dir, 'fresh', 'fast-start'),
    log: silentLogger(),
    ...changes,
  });
}

describe('a node that starts from its peers’ snapshot', () => {
  it('has the state, blocks, receipts and logs of one that executed all, and goes on from there', async () => {
    const peers = [await startPeer(await fullShelf()), await startPeer(await fullShelf())];
    const hash = source.store.canonicalHash(PIVOT);
    expect(await startFrom(peers)).toEqual({ kind: 'started', number: PIVOT, hash });
    expect(await readdir(join(dir, 'fresh'))).toEqual(['chain']);

    const fresh = await openNode({ dir: join(dir, 'fresh') });
    expect(fresh.chain.head().number).toBe(PIVOT);
    for (let number = 0n; number <= PIVOT; number++) {
      const block = fresh.store.canonicalHash(number) ?? '0x';
      expect(block).toBe(source.store.canonicalHash(number));
      expect(fresh.store.body(block)).toEqual(source.store.body(block));
      expect(fresh.store.receiptsBytes(block)).toEqual(source.store.receiptsBytes(block));
    }
    await startPeer(undefined, fresh.chain, peers[0]?.addresses());
    await vi.waitFor(() => expect(fresh.chain.head().hash).toBe(source.chain.head().hash), { timeout: 8000 });
    expect(fresh.rejected).toEqual([]);
    await Promise.all(running.splice(0).map((network) => network.stop()));
    await fresh.close();
  });

  it('leaves peers whose chunks or receipts are others than they said', async () => {
    const honest = await fullShelf();
    const liar: SnapshotShelf = { ...honest, chunk: async () => Uint8Array.of(1, 2, 3), receipts: () => Uint8Array.of(0xc2, 0xc0, 0xc0) };
    const peers = [await startPeer(liar), await startPeer(honest)];
    expect(await startFrom(peers)).toMatchObject({ kind: 'started', number: PIVOT });
  });

  it('believes the many about what no header commits to, and keeps nothing that differs from it', async () => {
    const honest = await fullShelf();
    const changed: SnapshotShelf = {
      ...honest,
      // A log of a system call that never was: no root covers it.
      receipts(block) {
        const bytes = honest.receipts(block);
        return bytes && withSystemLog(bytes);
      },
    };
    await expect(startFrom([await startPeer(changed)])).rejects.toMatchObject({ code: 'SNAPSHOT_INVALID' });
    await expect(access(join(dir, 'fresh', 'chain'))).rejects.toMatchObject({ code: 'ENOENT' });
    const otherHistory: SnapshotShelf = {
      ...honest,
      manifests: () => honest.manifests().map((manifest) => ({ ...manifest, history: `0x${'ab'.repeat(32)}` as const })),
    };
    const peers = [await startPeer(otherHistory), await startPeer(honest), await startPeer(honest)];
    expect(await startFrom(peers)).toMatchObject({ kind: 'started', number: PIVOT });
  });

  it('goes on with what an earlier try has fetched', async () => {
    const honest = await fullShelf();
    let chunks = 0;
    const withoutState: SnapshotShelf = { ...honest, chunk: async () => undefined };
    const counting: SnapshotShelf = {
      ...honest,
      receipts: () => {
        throw new RangeError('asked for what was fetched before');
      },
      chunk: (block, index) => {
        chunks += 1;
        return honest.chunk(block, index);
      },
    };
    const first = await startPeer(withoutState);
    await expect(startFrom([first])).rejects.toMatchObject({ code: 'PEER_FAILED' });
    await first.stop();
    expect(await startFrom([await startPeer(counting)])).toMatchObject({ kind: 'started', number: PIVOT });
    expect(chunks).toBe(honest.manifests()[0]?.chunks.length);
  });

  it('is not led astray by a claim of more work, nor by the headers of the chain behind it', async () => {
    const other = await openNode();
    await extend(other, Number(HEAD), { mark: 1 });
    const head = other.chain.head();
    const boasting: Chain = { ...other.chain, head: () => ({ ...head, totalDifficulty: 10n ** 15n }) };
    const shelf = await fullShelf();
    const peers = [await startPeer(undefined, boasting), await startPeer(shelf)];
    expect(await startFrom(peers)).toMatchObject({ kind: 'started', hash: source.store.canonicalHash(PIVOT) });
    await Promise.all(running.splice(0).map((network) => network.stop()));
    await discardNode(other);
  });

  it('begins as any other when there is a store, or nobody has a snapshot', async () => {
    const peer = await startPeer();
    expect(await startFrom([peer])).toEqual({ kind: 'none-offered' });
    expect(await startFrom([peer], { storeDir: dir })).toEqual({ kind: 'not-needed' });
  });

  it('refuses a snapshot of another chain than the heaviest, once that has shown its work', async () => {
    const honest = await fullShelf();
    const other: SnapshotShelf = {
      ...honest,
      manifests: () => honest.manifests().map((manifest) => ({ ...manifest, hash: `0x${'cd'.repeat(32)}` as const })),
    };
    await expect(startFrom([await startPeer(other)])).rejects.toMatchObject({ code: 'SNAPSHOT_OTHER_CHAIN' });
  });
});

describe('the shelf', () => {
  it('is found again after a restart, keeps the last two, and hands out nothing that was damaged', async () => {
    const folder = await mkdtemp(join(dir, 'shelf-'));
    const open = () => openShelf({ dir: folder, store: source.store, log: silentLogger(), interval: 8, depth: DEPTH });
    const first = await open();
    for (const head of [13n, 21n, HEAD]) {
      first.follow(head);
      const due = ((head - 4n) / 8n) * 8n;
      await vi.waitFor(() => expect(first.manifests()[0]?.number).toBe(due), { timeout: 8000 });
    }
    await first.stop();
    const again = await open();
    expect(again.manifests()).toEqual(first.manifests());
    expect(again.manifests().map(({ number }) => number)).toEqual([40n, 16n]);
    expect((await readdir(folder)).sort()).toEqual(['16', '40']);
    const block = again.manifests()[0]?.hash ?? '0x';
    expect(await again.chunk(block, 0)).toBeInstanceOf(Uint8Array);
    expect(await again.chunk(block, 99)).toBeUndefined();
    await rm(join(folder, '40', '0'));
    expect(await again.chunk(block, 0)).toBeUndefined();
    expect(again.manifests().map(({ number }) => number)).toEqual([16n]);
  });
});

/** RLP of `[receipts, system logs]` with one log more. */
function withSystemLog(bytes: Uint8Array): Uint8Array {
  const [receipts, systemLogs] = RLP.decode(bytes) as [NestedUint8Array, NestedUint8Array];
  return RLP.encode([receipts, [...systemLogs, [new Uint8Array(20).fill(9), [], new Uint8Array(0)]]]);
}
