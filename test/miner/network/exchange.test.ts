import { RLP } from '@ethereumjs/rlp';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { type MedrecError, RuleError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { multiaddr } from '@multiformats/multiaddr';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createBanList } from '../../../packages/miner/src/network/ban-list.ts';
import { createBoundedQueue } from '../../../packages/miner/src/network/bounded-queue.ts';
import { createHost, type Host } from '../../../packages/miner/src/network/host.ts';
import { protocolNames } from '../../../packages/miner/src/network/protocols.ts';
import { decodeManifests } from '../../../packages/miner/src/network/snapshots/manifest.ts';
import { answerChunk, answerReceipts } from '../../../packages/miner/src/network/snapshots/serve-snapshots.ts';
import { decodeHeader, headerAlone, joinBlock } from '../../../packages/miner/src/network/sync/block-parts.ts';
import { decodeBlocks, decodeBlocksRequest } from '../../../packages/miner/src/network/sync/blocks-codec.ts';
import { answerBodies } from '../../../packages/miner/src/network/sync/body-source.ts';
import { request, serve } from '../../../packages/miner/src/network/sync/exchange.ts';
import { answerHeaders } from '../../../packages/miner/src/network/sync/header-source.ts';
import { decodeStatus } from '../../../packages/miner/src/network/sync/status.ts';
import { createFakeChain, decodeBlock, makeBlock, makeChain } from './fake-chain.ts';

// What would be lost: bounds. A peer must not make this node hold more than a limit, wait longer than one, or crash.

const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function twoHosts(): Promise<[Host, Host]> {
  const names = protocolNames(`0x${'11'.repeat(32)}`);
  const make = async (): Promise<Host> => {
    const host = await createHost({
      privateKey: await generateKeyPair('Ed25519'),
      listen: ['/ip4/127.0.0.1/tcp/0'],
      names,
      bans: createBanList(),
    });
    await host.start();
    hosts.push(host);
    return host;
  };
  const pair: [Host, Host] = [await make(), await make()];
  await pair[0].dial(multiaddr(pair[1].getMultiaddrs()[0]?.toString() ?? ''));
  return pair;
}

const limits = { protocol: '/medrec/test/1', maxRequestBytes: 1024, maxResponseBytes: 2 * 1024 * 1024 };

describe('exchange', () => {
  it('carries an answer of exactly the cap', async () => {
    const [client, server] = await twoHosts();
    await serve(server, limits, async () => new Uint8Array(limits.maxResponseBytes).fill(7), silentLogger());
    const answer = await request(client, server.peerId.toString(), limits, new Uint8Array(10));
    expect(answer.length).toBe(limits.maxResponseBytes);
  });

  it('refuses an answer above the cap before it is read, and blames the peer', async () => {
    const [client, server] = await twoHosts();
    await serve(server, limits, async () => new Uint8Array(limits.maxResponseBytes + 1), silentLogger());
    const failure = await request(client, server.peerId.toString(), limits, new Uint8Array(10)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RuleError);
    expect(failure).toMatchObject({ code: 'RESPONSE_OVERSIZE', verdict: 'penalise' });
  });

  it('leaves a peer that does not answer within five seconds', async () => {
    const [client, server] = await twoHosts();
    await serve(server, limits, () => new Promise(() => undefined), silentLogger());
    const startedAt = Date.now();
    await expect(request(client, server.peerId.toString(), limits, new Uint8Array(1))).rejects.toMatchObject({ code: 'PEER_STALLED' });
    expect(Date.now() - startedAt).toBeLessThan(6000);
  }, 10_000);

  it('holds no more answers for one peer than its limit, and lets nobody’s status wait for them', async () => {
    const [client, server] = await twoHosts();
    const held = Promise.withResolvers<Uint8Array>();
    let asked = 0;
    const slow = (): Promise<Uint8Array> => {
      asked += 1;
      return held.promise;
    };
    await serve(server, limits, slow, silentLogger());
    const small = { ...limits, protocol: '/medrec/small/1', maxResponseBytes: 1024 };
    await serve(server, small, async () => Uint8Array.of(1), silentLogger());
    const peer = server.peerId.toString();
    const requests = Array.from({ length: 8 }, () =>
      request(client, peer, limits, new Uint8Array(1)).catch((error: MedrecError) => error.code),
    );
    const refused = await Promise.race(requests);
    expect(refused).toBe('PEER_FAILED');
    expect(asked).toBe(6);
    expect([...(await request(client, peer, small, new Uint8Array(1)))]).toEqual([1]);
    held.resolve(new Uint8Array(2));
    const answers = await Promise.all(requests);
    expect(answers.filter((answer) => answer === 'PEER_FAILED')).toHaveLength(2);
  });

  it('resets a stream whose request is too long', async () => {
    const [client, server] = await twoHosts();
    let answered = false;
    await serve(
      server,
      limits,
      async () => {
        answered = true;
        return new Uint8Array(1);
      },
      silentLogger(),
    );
    await expect(request(client, server.peerId.toString(), limits, new Uint8Array(4096))).rejects.toMatchObject({ code: 'PEER_FAILED' });
    expect(answered).toBe(false);
  });
});

type RlpInput = Uint8Array | RlpInput[];

describe('decoders of peers’ bytes', () => {
  it('answer any bytes with a value or a rule error, never anything else', async () => {
    const { chain } = createFakeChain(makeChain(3));
    const shelf = { chunk: async () => undefined, receipts: () => undefined };
    const parent = makeBlock(undefined).header;
    const decoders: readonly ((bytes: Uint8Array) => unknown)[] = [
      decodeStatus,
      decodeBlocksRequest,
      decodeManifests,
      (bytes) => decodeBlocks(bytes, 4, decodeBlock),
      (bytes) => decodeHeader(bytes, decodeBlock),
      (bytes) => headerAlone(bytes, decodeBlock),
      (bytes) => joinBlock(parent, bytes, decodeBlock),
      (bytes) => answerHeaders(chain, bytes),
      (bytes) => answerBodies(chain, bytes),
      (bytes) => answerChunk(shelf, bytes),
      (bytes) => answerReceipts(shelf, bytes),
    ];
    // Lists of lists get deeper into the decoders than random bytes do.
    const { list } = fc.letrec<{ item: RlpInput; list: RlpInput }>((tie) => ({
      item: fc.oneof({ depthSize: 'small' }, fc.uint8Array({ maxLength: 40 }), tie('list')),
      list: fc.array(tie('item'), { maxLength: 20 }),
    }));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.json(), list, async (bytes, json, nested) => {
        for (const input of [bytes, new TextEncoder().encode(json), RLP.encode(nested)]) {
          for (const decode of decoders) {
            try {
              await decode(input);
            } catch (error) {
              expect(error).toBeInstanceOf(RuleError);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuse more blocks than were asked for', () => {
    const one = makeBlock(undefined).serialize();
    const list = new Uint8Array([0xc0]);
    expect(decodeBlocks(list, 1, decodeBlock)).toEqual([]);
    expect(() => decodeBlocks(one, 2, decodeBlock)).toThrowError(RuleError);
  });
});

describe('bounded queue', () => {
  it('drops what is over its limits, lets no peer fill it alone, and runs no more than its concurrency', async () => {
    const queue = createBoundedQueue({ limit: 3, limitPerPeer: 2, concurrency: 1 });
    let running = 0;
    let most = 0;
    const task = async (): Promise<string> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      return 'done';
    };
    const results = await Promise.all(['a', 'a', 'a', 'b', 'c', 'd', 'e'].map((peer) => queue.run(peer, task)));
    expect(results).toEqual(['done', 'done', undefined, 'done', 'done', undefined, undefined]);
    expect(most).toBe(1);
    expect(queue.length()).toBe(0);
  });
});
