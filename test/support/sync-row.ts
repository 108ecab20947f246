import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RLP } from '@ethereumjs/rlp';
import { generateKeyPair } from '@libp2p/crypto/keys';
import type { Chain } from '@medrec/miner/chain';
import { decodeBlock } from '@medrec/miner/consensus';
import { createNetwork, type Network, silentObserver } from '@medrec/miner/network';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { common, discardNode, extend, type Node, openNode, PROVIDER_KEY, transaction } from '../miner/chain/devnet-fixture.ts';

// Row 5 of the reliability table: a fresh node fetches a chain from three peers, of which one lies and one stalls.

export interface SyncRowOptions {
  readonly blocks: number;
  readonly transactionsPerBlock?: number;
  /** Honest peers beside the liar and the staller; default 1. */
  readonly honest?: number;
  readonly liars?: number;
  readonly stallers?: number;
  readonly onProgress?: (text: string) => void;
}

export interface SyncRowResult {
  readonly blocks: number;
  /** From the first connection to the same head. */
  readonly syncSeconds: number;
  readonly blocksPerSecond: number;
  /** The fresh node's head and the control node's. */
  readonly head: Hex;
  readonly controlHead: Hex;
  readonly stateRoot: Hex;
  readonly controlStateRoot: Hex;
  /** Codes of the bans. */
  readonly bans: readonly string[];
  /** Milliseconds from each first unanswered request to the line that says the peer was left. */
  readonly stallsLeftMs: readonly number[];
  /** Range requests that honest peers answered, by peer. */
  readonly answered: readonly number[];
}

interface Peer {
  readonly network: Network;
  readonly asked: () => { readonly count: number; readonly firstMs: number | undefined };
}

type Conduct = (chain: Chain, hash: Hex) => Promise<Uint8Array | undefined>;

const honestly: Conduct = (chain, hash) => chain.bodyOf(hash);
/** A body of the right form, with an ommer that its header does not commit to. */
const falsely: Conduct = async (chain, hash) => {
  const block = await chain.blockByHash(hash);
  return block && RLP.encode([[], [block.header.raw()]]);
};
const never: Conduct = () => new Promise(() => undefined);

/** @throws Error when the fresh node is not at the control node's head within ten times the control's own time, at least two minutes */
export async function runSyncRow(options: SyncRowOptions): Promise<SyncRowResult> {
  const say = options.onProgress ?? (() => undefined);
  const [control, fresh] = [await openInMemory(), await openInMemory()];
  const networks: Network[] = [];
  try {
    const startedAt = performance.now();
    await growChain(control, options, say);
    const controlMs = performance.now() - startedAt;
    const join = async (conduct: Conduct): Promise<Peer> => {
      const peer = await startPeer(control.chain, conduct);
      networks.push(peer.network);
      return peer;
    };
    const liars = await joinAll(options.liars ?? 1, () => join(falsely));
    const stallers = await joinAll(options.stallers ?? 1, () => join(never));
    // A short chain would be fetched before the others were asked at all.
    const allAsked = (): boolean => [...liars, ...stallers].every(({ asked }) => asked().count > 0);
    const inTurn: Conduct = async (chain, hash) => {
      await waitFor(allAsked, 2000).catch(() => undefined);
      return honestly(chain, hash);
    };
    const honest = await joinAll(options.honest ?? 1, () => join(inTurn));
    const peers = [...liars, ...stallers, ...honest].flatMap(({ network }) => network.addresses());
    say(`chain of ${options.blocks} blocks made in ${Math.round(controlMs)} ms; the fresh node joins ${peers.length} peers`);
    const bans: string[] = [];
    const left = new Map<string, number>();
    const network = await startNetwork(fresh.chain, peers, {
      onBanned: (code) => void bans.push(code),
      onLeft: (peer) => void left.set(peer, left.get(peer) ?? performance.now()),
    });
    networks.push(network);
    const syncStartedAt = performance.now();
    const reachesHead = (): boolean => fresh.chain.head().hash === control.chain.head().hash;
    await waitFor(reachesHead, Math.max(120_000, 10 * controlMs), () => say(`at block ${fresh.chain.head().number}`));
    const syncMs = performance.now() - syncStartedAt;
    await waitFor(() => stallers.every(({ network: { peerId }, asked }) => asked().count === 0 || left.has(peerId)), 6000);
    return {
      ...{ blocks: options.blocks, syncSeconds: syncMs / 1000, blocksPerSecond: (options.blocks * 1000) / syncMs, bans },
      ...{ head: fresh.chain.head().hash, controlHead: control.chain.head().hash },
      stateRoot: bytesToHex(fresh.chain.head().header.stateRoot),
      controlStateRoot: bytesToHex(control.chain.head().header.stateRoot),
      stallsLeftMs: stallers.flatMap(({ network: { peerId }, asked }) => {
        const { firstMs } = asked();
        return firstMs === undefined ? [] : [(left.get(peerId) ?? Number.POSITIVE_INFINITY) - firstMs];
      }),
      answered: honest.map(({ asked }) => asked().count),
    };
  } finally {
    await Promise.all(networks.map((network) => network.stop()));
    await Promise.all([control, fresh].map(discardNode));
  }
}

/** On a file system in memory where there is one: what a disk takes for a sync is the same for both and not what is shown. */
async function openInMemory(): Promise<Node> {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  return openNode({ dir: await mkdtemp(join(parent, 'medrec-sync-')) });
}

async function joinAll(count: number, join: () => Promise<Peer>): Promise<Peer[]> {
  const peers: Peer[] = [];
  while (peers.length < count) peers.push(await join());
  return peers;
}

async function growChain(control: Node, { blocks, transactionsPerBlock = 0 }: SyncRowOptions, say: (text: string) => void): Promise<void> {
  let nonce = 0;
  for (let number = 1; number <= blocks; number++) {
    const transactions = Array.from({ length: transactionsPerBlock }, () => transaction(PROVIDER_KEY, nonce++));
    await extend(control, 1, { transactions });
    if (number % 1000 === 0) say(`made block ${number} of ${blocks}`);
  }
}

async function startPeer(chain: Chain, conduct: Conduct): Promise<Peer> {
  let count = 0;
  let firstMs: number | undefined;
  const serving: Chain = {
    ...chain,
    bodyOf(hash) {
      count += 1;
      firstMs ??= performance.now();
      return conduct(chain, hash);
    },
  };
  return { network: await startNetwork(serving, []), asked: () => ({ count, firstMs }) };
}

interface Listeners {
  readonly onBanned?: (code: string) => void;
  readonly onLeft?: (peer: string) => void;
}

async function startNetwork(chain: Chain, peers: readonly string[], { onBanned, onLeft }: Listeners = {}): Promise<Network> {
  const info = (facts: { code?: unknown; peer?: unknown }): void => {
    if (facts.code === 'PEER_STALLED') onLeft?.(String(facts.peer));
  };
  const log = Object.assign(silentLogger(), { info }) as unknown as Logger;
  const pool = { add: async (): Promise<Hex> => '0x', all: () => [], onAdded: () => () => undefined };
  const privateKey = await generateKeyPair('Ed25519');
  const network = await createNetwork(
    { privateKey, listen: ['/ip4/127.0.0.1/tcp/0'], peers },
    {
      ...{ chain, pool, log, decodeBlock: (rlp: Uint8Array) => decodeBlock(rlp, common) },
      observer: { ...silentObserver(), ...(onBanned ? { banned: onBanned } : {}) },
    },
  );
  await network.start();
  return network;
}

async function waitFor(isDone: () => boolean, timeoutMs: number, onWait: () => void = () => undefined): Promise<void> {
  let nextWord = performance.now() + 5000;
  for (const deadline = performance.now() + timeoutMs; !isDone(); ) {
    if (performance.now() > deadline) throw new Error(`not reached within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (performance.now() < nextWord) continue;
    nextWord += 5000;
    onWait();
  }
}
