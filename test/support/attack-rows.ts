import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { createNetwork, type Network, silentObserver } from '@medrec/miner/network';
import type { Hex } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import { createFakeChain, decodeBlock, makeChain } from '../miner/network/fake-chain.ts';

// Rows 8 and 9 of the reliability table, on loopback: Linux lets a socket come from any address of 127.0.0.0/8, so that attackers
// have subnets of their own.

const BLOCKS = makeChain(3);

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>;

interface StartOptions {
  readonly peers?: readonly string[];
  readonly listen?: string;
  readonly anchorsFile?: string;
  readonly privateKey?: PrivateKey;
}

async function start({ peers = [], listen = '/ip4/127.0.0.1/tcp/0', anchorsFile, privateKey }: StartOptions = {}): Promise<Network> {
  const pool = { add: async (): Promise<Hex> => '0x', all: () => [], onAdded: () => () => undefined };
  const options = { privateKey: privateKey ?? (await generateKeyPair('Ed25519')), listen: [listen], peers };
  const network = await createNetwork(
    { ...options, ...(anchorsFile === undefined ? {} : { anchorsFile }) },
    { chain: createFakeChain(BLOCKS).chain, pool, decodeBlock, observer: silentObserver(), log: silentLogger() },
  );
  await network.start();
  return network;
}

/** Forwards connections so that they come from another loopback address. */
async function startRelay(from: string, port: number): Promise<{ readonly port: number; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server: Server = createServer((inner) => {
    const outer = connect({ host: '127.0.0.1', port, localAddress: from });
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const portOf = (network: Network): number => Number(/\/tcp\/(\d+)/.exec(network.addresses()[0] ?? '')?.[1]);

async function until(isDone: () => boolean, timeoutMs: number): Promise<boolean> {
  for (const deadline = performance.now() + timeoutMs; !isDone(); await sleep(10)) if (performance.now() > deadline) return false;
  return true;
}

export interface EclipseResult {
  /** Former peers that the victim dialled again by itself. */
  readonly friendsBack: number;
  readonly friends: number;
  /** Attackers that hold an outbound slot of the victim. */
  readonly attackersOutbound: number;
  readonly attackersInbound: number;
  /** Whether a newcomer of another subnet still gets in. */
  readonly newcomerIn: boolean;
}

/** Row 8: a victim restarts while attackers of three subnets dial it from its first moment on, and nobody tells it its peers. */
export async function runEclipseRow({
  attackers,
  friends = 3,
}: {
  readonly attackers: number;
  readonly friends?: number;
}): Promise<EclipseResult> {
  const dir = await mkdtemp(join(tmpdir(), 'medrec-eclipse-'));
  const closing: (() => Promise<void>)[] = [() => rm(dir, { recursive: true, force: true })];
  try {
    const anchorsFile = join(dir, 'anchors.json');
    const privateKey = await generateKeyPair('Ed25519');
    const honest: Network[] = [];
    for (let at = 0; at < friends; at++) honest.push(await start());
    closing.push(...honest.map((network) => () => network.stop()));
    const isFriend = new Set(honest.map(({ peerId }) => peerId));
    const friendsOf = (network: Network) => network.peers().filter(({ peer, number }) => isFriend.has(peer) && number !== undefined);

    const before = await start({ privateKey, anchorsFile, peers: honest.flatMap((network) => network.addresses()) });
    const port = portOf(before);
    await until(() => friendsOf(before).length === friends, 20_000);
    await before.stop();

    const relays = await Promise.all([1, 2, 3].map((subnet) => startRelay(`127.${subnet}.0.1`, port)));
    closing.push(...relays.map((relay) => () => relay.close()));
    const crowd: Network[] = [];
    for (let at = 0; at < attackers; at++) {
      const relay = relays[at % relays.length];
      crowd.push(await start({ peers: [`/ip4/127.0.0.1/tcp/${relay?.port}`] }));
    }
    closing.push(...crowd.map((network) => () => network.stop()));
    const isAttacker = new Set(crowd.map(({ peerId }) => peerId));

    const victim = await start({ privateKey, anchorsFile, listen: `/ip4/127.0.0.1/tcp/${port}` });
    closing.push(() => victim.stop());
    const inbound = () => victim.peers().filter(({ peer, direction }) => isAttacker.has(peer) && direction === 'inbound').length;
    await until(() => friendsOf(victim).length === friends && inbound() >= Math.min(attackers, 80), 30_000);
    const newcomer = await start({ peers: victim.addresses() });
    closing.push(() => newcomer.stop());
    const newcomerIn = await until(() => newcomer.peers().some(({ number }) => number !== undefined), 10_000);
    return {
      ...{ friends, newcomerIn },
      friendsBack: friendsOf(victim).filter(({ direction }) => direction === 'outbound').length,
      attackersOutbound: victim.peers().filter(({ peer, direction }) => isAttacker.has(peer) && direction === 'outbound').length,
      attackersInbound: inbound(),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

export interface SlowlorisResult {
  readonly sockets: number;
  /** Milliseconds from an honest node's start of dialling until it has the victim's status; undefined if it never had it. */
  readonly honestDialMs: number | undefined;
  /** The same before the attack: what this machine takes for it now. */
  readonly calmDialMs: number | undefined;
}

/** Row 9: silent sockets, sockets that send garbage, and sockets that are reset, opened again whenever the victim closes them. */
export async function runSlowlorisRow({ sockets }: { readonly sockets: number }): Promise<SlowlorisResult> {
  const victim = await start();
  const open = new Set<Socket>();
  let isOver = false;
  const attack = (at: number): void => {
    if (isOver) return;
    const socket = connect({ host: '127.0.0.1', port: portOf(victim), localAddress: `127.${1 + (at % 3)}.0.1` });
    open.add(socket);
    socket.on('connect', () => {
      if (at % 3 === 1) socket.write(Buffer.alloc(512, at));
      if (at % 3 === 2) setTimeout(() => socket.resetAndDestroy(), 500).unref();
    });
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      setTimeout(() => attack(at), 100).unref();
    });
  };
  try {
    const calmDialMs = await dialMs(victim);
    for (let at = 0; at < sockets; at++) attack(at);
    await sleep(1000);
    return { sockets, calmDialMs, honestDialMs: await dialMs(victim) };
  } finally {
    isOver = true;
    for (const socket of open) socket.destroy();
    await victim.stop();
  }
}

async function dialMs(victim: Network): Promise<number | undefined> {
  const startedAt = performance.now();
  const honest = await start({ peers: victim.addresses() });
  const isIn = await until(() => honest.peers().some(({ number }) => number !== undefined), 15_000);
  const tookMs = performance.now() - startedAt;
  await honest.stop();
  return isIn ? tookMs : undefined;
}
