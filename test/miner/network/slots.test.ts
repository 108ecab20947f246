import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { createNetwork, type Network, silentObserver } from '@medrec/miner/network';
import { silentLogger } from '@medrec/shared/log';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressGroup } from '../../../packages/miner/src/network/address-group.ts';
import { createAnchors, readAnchors } from '../../../packages/miner/src/network/anchors.ts';
import { hasInboundRoom } from '../../../packages/miner/src/network/inbound-room.ts';
import { createFakeChain, decodeBlock, makeChain } from './fake-chain.ts';

// What would be lost: a node that restarts could be surrounded: all its slots taken by whoever dials it first.

let dir: string;
const running: Network[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-anchors-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((network) => network.stop()));
  await rm(dir, { recursive: true });
});

const inboundFrom = (address: string) => ({ direction: 'inbound' as const, remoteAddr: multiaddr(address) });

describe('slots', () => {
  it('tells subnets apart', () => {
    const group = (text: string): string => addressGroup(multiaddr(text));
    expect(group('/ip4/10.1.2.3/tcp/1')).toBe(group('/ip4/10.1.200.9/tcp/7'));
    expect(group('/ip4/10.1.2.3/tcp/1')).not.toBe(group('/ip4/10.2.2.3/tcp/1'));
    expect(group('/ip6/2001:db8::1/tcp/1')).toBe(group('/ip6/2001:db8:ffff::2/tcp/1'));
    expect(group('/ip6/2001:db8::1/tcp/1')).not.toBe(group('/ip6/2001:db9::1/tcp/1'));
    expect(group('/ip6/::1/tcp/1')).toBe('0:0');
    expect(group('/dns4/lab.example/tcp/1')).toBe('lab.example');
  });

  it('gives one subnet half of the inbound slots, and never those of outbound connections', () => {
    const from = (subnet: number, count: number) =>
      Array.from({ length: count }, (_, at) => inboundFrom(`/ip4/10.${subnet}.0.${at}/tcp/1`));
    expect(hasInboundRoom(from(1, 39), multiaddr('/ip4/10.1.9.9/tcp/1'))).toBe(true);
    expect(hasInboundRoom(from(1, 40), multiaddr('/ip4/10.1.9.9/tcp/1'))).toBe(false);
    expect(hasInboundRoom(from(1, 40), multiaddr('/ip4/10.2.9.9/tcp/1'))).toBe(true);
    const full = [...from(1, 27), ...from(2, 27), ...from(3, 26)];
    expect(hasInboundRoom(full, multiaddr('/ip4/10.4.9.9/tcp/1'))).toBe(false);
    const own = full.map((connection) => ({ ...connection, direction: 'outbound' as const }));
    expect(hasInboundRoom(own, multiaddr('/ip4/10.4.9.9/tcp/1'))).toBe(true);
  });
});

describe('anchors', () => {
  const address = `/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5`;

  it('are kept over a restart, at most eight', async () => {
    const path = join(dir, 'anchors.json');
    await createAnchors(path, () => Array.from({ length: 12 }, () => address), silentLogger()).stop();
    expect(await readAnchors(path, silentLogger())).toEqual(Array.from({ length: 8 }, () => address));
  });

  it('are none, and no reason not to start, when their file is missing or damaged', async () => {
    const path = join(dir, 'anchors.json');
    expect(await readAnchors(path, silentLogger())).toEqual([]);
    for (const text of ['', '{"version":2,"peers":[]}', '{"version":1,"peers":["http://x"]}', 'x'.repeat(20_000)]) {
      await writeFile(path, text);
      expect(await readAnchors(path, silentLogger())).toEqual([]);
    }
    await createAnchors(join(dir, 'no', 'such', 'folder'), () => [address], silentLogger()).stop();
  });

  it('bring a restarted node back to the peers it had dialled, without being told them', async () => {
    const anchorsFile = join(dir, 'anchors.json');
    const blocks = makeChain(3);
    const start = async (peers: readonly string[], file?: string): Promise<Network> => {
      const pool = { add: async () => '0x' as const, all: () => [], onAdded: () => () => undefined };
      const network = await createNetwork(
        { privateKey: await generateKeyPair('Ed25519'), listen: ['/ip4/127.0.0.1/tcp/0'], peers, ...(file ? { anchorsFile: file } : {}) },
        { chain: createFakeChain(blocks).chain, pool, decodeBlock, observer: silentObserver(), log: silentLogger() },
      );
      running.push(network);
      await network.start();
      return network;
    };
    const friend = await start([]);
    const first = await start(friend.addresses(), anchorsFile);
    await vi.waitFor(() => expect(first.peers()[0]?.number).toBe(3n), { timeout: 8000 });
    await first.stop();
    expect(JSON.parse(await readFile(anchorsFile, 'utf8'))).toMatchObject({ version: 1, peers: [expect.stringContaining(friend.peerId)] });
    const again = await start([], anchorsFile);
    await vi.waitFor(() => expect(again.peers().map(({ peer, direction }) => [peer, direction])).toEqual([[friend.peerId, 'outbound']]), {
      timeout: 8000,
    });
  });
});
