import { generateKeyPair } from '@libp2p/crypto/keys';
import { createNetwork, type Network, type NetworkObserver, silentObserver } from '@medrec/miner/network';
import type { PooledTransaction } from '@medrec/miner/txpool';
import { bytesToHex, type Hex, keccakHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeChain, decodeBlock, type FakeChain, makeBlock, makeChain } from './fake-chain.ts';

// What would be lost: nodes that find one chain, and a node's right to hang up on a peer that lies.

const running: Network[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((network) => network.stop()));
});

interface TestNode {
  readonly network: Network;
  readonly transactions: Uint8Array[];
  submit(raw: Uint8Array): void;
}

async function startNode(
  fake: FakeChain,
  peers: readonly string[] = [],
  observer: NetworkObserver = silentObserver(),
  waiting: readonly PooledTransaction[] = [],
  listen: readonly string[] = ['/ip4/127.0.0.1/tcp/0'],
): Promise<TestNode> {
  const transactions: Uint8Array[] = [];
  let added: ((transaction: PooledTransaction) => void) | undefined;
  const pool = {
    async add(raw: Uint8Array): Promise<Hex> {
      if (raw[0] === 0xee) throw new RuleError({ code: 'TX_PRICED', message: 'priced', verdict: 'penalise' });
      transactions.push(raw);
      return '0x';
    },
    all: () => waiting,
    onAdded(listener: (transaction: PooledTransaction) => void) {
      added = listener;
      return () => undefined;
    },
  };
  const options = { privateKey: await generateKeyPair('Ed25519'), listen, peers };
  const network = await createNetwork(options, { chain: fake.chain, pool, decodeBlock, observer, log: silentLogger() });
  running.push(network);
  await network.start();
  const submit = (raw: Uint8Array): void =>
    added?.({ hash: '0x', sender: '0x', transaction: { serialize: () => raw } } as unknown as PooledTransaction);
  return { network, transactions, submit };
}

function pooled(raw: Uint8Array): PooledTransaction {
  return { hash: keccakHex(raw), sender: '0x', transaction: { serialize: () => raw } } as unknown as PooledTransaction;
}

const until = (condition: () => void, timeout = 8000): Promise<void> => vi.waitFor(condition, { timeout, interval: 25 });

describe('network', () => {
  it('says which port is taken', async () => {
    const first = await startNode(createFakeChain(makeChain(1)));
    const listen = first.network.addresses().map((address) => address.replace(/\/p2p\/.*/, ''));
    await expect(startNode(createFakeChain(makeChain(1)), [], silentObserver(), [], listen)).rejects.toMatchObject({
      code: 'P2P_PORT',
      facts: { reason: 'EADDRINUSE' },
    });
  });

  it('gives whoever joins the transactions that were gossiped before', async () => {
    const blocks = makeChain(1);
    const waiting = [pooled(Uint8Array.of(1, 2, 3)), pooled(Uint8Array.of(4, 5, 6))];
    const early = await startNode(createFakeChain(blocks), [], silentObserver(), waiting);
    const late = await startNode(createFakeChain(blocks), early.network.addresses(), silentObserver(), waiting.slice(0, 1));
    await until(() => expect(late.transactions.map((raw) => bytesToHex(raw))).toEqual(['0x040506']));
    expect(early.transactions).toEqual([]);
  });

  it('brings a node behind by 600 blocks to its peer’s head', async () => {
    const blocks = makeChain(600);
    const ahead = await startNode(createFakeChain(blocks));
    const behind = createFakeChain(blocks.slice(0, 1));
    await startNode(behind, ahead.network.addresses());
    await until(() => expect(behind.chain.head().number).toBe(600n));
    expect(behind.imported).toHaveLength(600);
  });

  it('leaves its own fork for a heavier one, from the common ancestor', async () => {
    const trunk = makeChain(40);
    const heavy = [...trunk, ...forkOf(trunk, 60, 1)];
    const light = createFakeChain([...trunk, ...forkOf(trunk, 50, 2)]);
    const peer = await startNode(createFakeChain(heavy));
    await startNode(light, peer.network.addresses());
    await until(() => expect(light.chain.head().number).toBe(100n));
    expect(light.imported.length).toBeGreaterThanOrEqual(60);
    expect(light.imported.length).toBeLessThan(60 + 40);
  });

  it('gossips a sealed block and a transaction, and fetches what lies between when a parent is missing', async () => {
    const blocks = makeChain(3);
    const left = createFakeChain(blocks.slice(0, 1));
    const right = createFakeChain(blocks.slice(0, 1));
    const a = await startNode(left);
    const b = await startNode(right, a.network.addresses());
    await until(() => expect(b.network.peers()).toHaveLength(1));
    await until(() => expect(a.network.peers()[0]?.number).toBe(0n));
    for (const block of blocks.slice(1)) await left.chain.importBlock(block, 'local');
    // Each try is a new message: gossipsub sends none twice, and the first may come before the peer has subscribed.
    let tries = 0;
    await until(() => {
      a.network.announceBlock(makeBlock(blocks[3], 100_000n, ++tries));
      a.submit(new Uint8Array([1, 2, tries]));
      expect(right.chain.head().number).toBe(4n);
      expect(b.transactions.length).toBeGreaterThan(0);
    });
    expect(right.imported).toHaveLength(4);
  });

  it('heals a network that was cut in two long before the next status round', async () => {
    const trunk = makeChain(5);
    const heavy = await startNode(createFakeChain([...trunk, ...forkOf(trunk, 9, 1)]));
    const middle = createFakeChain(trunk);
    const hub = await startNode(middle);
    const light = createFakeChain([...trunk, ...forkOf(trunk, 4, 2)]);
    const edge = await startNode(light, hub.network.addresses());
    await until(() => expect(middle.chain.head().number).toBe(9n));
    await startNode(createFakeChain(trunk), [...hub.network.addresses(), ...heavy.network.addresses()]);
    await until(() => expect(light.chain.head().number).toBe(14n), 5000);
    expect(edge.network.peers().length).toBeGreaterThan(0);
  });

  it('disconnects and bans a peer whose block breaks a rule', async () => {
    const genesis = makeBlock(undefined);
    const honest = createFakeChain([genesis]);
    honest.forbid(66);
    const codes: string[] = [];
    const observer = { ...silentObserver(), banned: (code: string) => void codes.push(code) };
    const victim = await startNode(honest, [], observer);
    const liar = await startNode(createFakeChain([genesis]), victim.network.addresses());
    await until(() => expect(victim.network.peers()).toHaveLength(1));
    let tries = 0n;
    await until(() => {
      liar.network.announceBlock(makeBlock(genesis, 100_000n + ++tries, 66));
      expect(codes).toEqual(['SEAL_INVALID']);
    });
    await until(() => expect(victim.network.peers()).toHaveLength(0));
    await new Promise((resolve) => setTimeout(resolve, 1500)); // longer than the liar's redial interval
    expect(victim.network.peers()).toHaveLength(0);
  });

  it('bans a peer during range sync too, and takes the chain from an honest one', async () => {
    const genesis = makeBlock(undefined);
    const good = makeChain(30, genesis);
    const fake = createFakeChain([genesis]);
    fake.forbid(66);
    const codes: string[] = [];
    const liar = await startNode(createFakeChain(makeChain(90, genesis, 100_000n, 66)));
    const honest = await startNode(createFakeChain(good));
    const observer = { ...silentObserver(), banned: (code: string) => void codes.push(code) };
    await startNode(fake, [...liar.network.addresses(), ...honest.network.addresses()], observer);
    await until(() => expect(fake.chain.head().hash).toBe(bytesToHex((good[30] as (typeof good)[0]).hash())));
    expect(codes).toEqual(['SEAL_INVALID']);
  });

  it('bans a peer that claims more work than its head has', async () => {
    const blocks = makeChain(12);
    const boaster = createFakeChain(blocks);
    const head = boaster.chain.head();
    const boasting = { ...boaster, chain: { ...boaster.chain, head: () => ({ ...head, totalDifficulty: 10n ** 15n }) } };
    const codes: string[] = [];
    const observer = { ...silentObserver(), banned: (code: string) => void codes.push(code) };
    const liar = await startNode(boasting);
    const victim = createFakeChain(blocks.slice(0, 1));
    await startNode(victim, liar.network.addresses(), observer);
    await until(() => expect(codes).toEqual(['STATUS_FALSE']));
    expect(victim.chain.head().number).toBe(12n); // its blocks were valid
  });

  it('runs no block of a lighter branch, whatever work its owner claims', async () => {
    const trunk = makeChain(40);
    const heavy = createFakeChain([...trunk, ...forkOf(trunk, 60, 1)]);
    const light = createFakeChain([...trunk, ...forkOf(trunk, 50, 2)]);
    const head = light.chain.head();
    const boasting = { ...light, chain: { ...light.chain, head: () => ({ ...head, totalDifficulty: 10n ** 15n }) } };
    const codes: string[] = [];
    const observer = { ...silentObserver(), banned: (code: string) => void codes.push(code) };
    const liar = await startNode(boasting);
    await startNode(heavy, liar.network.addresses(), observer);
    await until(() => expect(codes).toEqual(['STATUS_FALSE']));
    expect(heavy.imported).toEqual([]);
  });

  it('hangs up on a node of another network', async () => {
    const a = await startNode(createFakeChain([makeBlock(undefined)]));
    const b = await startNode(createFakeChain([makeBlock(undefined, 100_000n, 9)]), a.network.addresses());
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await until(() => expect([...a.network.peers(), ...b.network.peers()]).toEqual([]));
  });
});

function forkOf(trunk: ReturnType<typeof makeChain>, length: number, extra: number): ReturnType<typeof makeChain> {
  return makeChain(length, trunk.at(-1), 100_000n, extra).slice(1);
}
