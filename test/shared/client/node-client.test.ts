import { devnetPreset } from '@medrec/shared/chain';
import { createNodeClient, type NodeClient } from '@medrec/shared/client';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeServer } from './fake-http.ts';
import { CHAIN_ID, createFakeChain, GENESIS_HASH, RpcFailure, type RpcMethods, serveRpc } from './fake-node.ts';

// What would be lost: a wallet that trusts a node's malformed answer, or that cannot say why a node refused.

const open: (FakeServer | NodeClient)[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function connect(methods: RpcMethods): Promise<NodeClient> {
  const server = await serveRpc(methods);
  const client = createNodeClient({ url: server.url, timeoutMs: 2000, pollIntervalMs: 10 });
  open.push(client, server);
  return client;
}

describe('node client', () => {
  it('decodes the network’s configuration and asks for it once', async () => {
    let asked = 0;
    const chain = createFakeChain();
    const client = await connect({ ...chain.methods, medrec_config: (params) => ++asked && chain.methods['medrec_config']?.(params) });
    const config = await client.config();
    expect([config.chainId, config.genesisHash, config.confirmations]).toEqual([CHAIN_ID, GENESIS_HASH, devnetPreset.confirmations]);
    await client.config();
    expect(asked).toBe(1);
  });

  it('counts the confirmed block from the head', async () => {
    const chain = createFakeChain();
    const client = await connect(chain.methods);
    expect(await client.confirmedNumber()).toBe(0n);
    chain.seal(9);
    expect(await client.confirmedNumber()).toBe(10n - BigInt(devnetPreset.confirmations));
  });

  it('names a node that is not there', async () => {
    const client = createNodeClient({ url: 'http://127.0.0.1:9', timeoutMs: 500 });
    await expect(client.head()).rejects.toMatchObject({ code: 'NODE_UNREACHABLE', facts: { url: 'http://127.0.0.1:9' } });
  });

  it('passes on the rule that a node names in its refusal', async () => {
    const client = await connect({
      eth_sendRawTransaction: () => {
        throw new RpcFailure(-32000, 'refused', {
          code: 'TX_UNPROTECTED',
          facts: { expected: 'a chain id' },
          remedy: 'Sign with the chain id.',
        });
      },
    });
    await expect(client.sendRawTransaction('0x00')).rejects.toMatchObject({
      code: 'RPC_REFUSED',
      facts: { nodeCode: 'TX_UNPROTECTED', rpcCode: -32000, expected: 'a chain id' },
      remedy: 'Sign with the chain id.',
    });
  });

  it.each([
    ['a number where hexadecimal belongs', { eth_call: () => 7 }],
    ['half a byte', { eth_call: () => '0x123' }],
    ['an object', { eth_call: () => ({}) }],
  ])('refuses %s', async (_name, methods) => {
    const client = await connect(methods);
    await expect(client.call(`0x${'00'.repeat(20)}`, '0x')).rejects.toMatchObject({ code: 'RPC_ANSWER_INVALID' });
  });

  it('asks for logs range by range, and halves a range that the node refuses', async () => {
    const ranges: [number, number][] = [];
    const client = await connect({
      eth_blockNumber: () => '0x2710',
      eth_getLogs: ([query]) => {
        const { fromBlock, toBlock } = query as { fromBlock: string; toBlock: string };
        const range: [number, number] = [Number(fromBlock), Number(toBlock)];
        if (range[1] - range[0] >= 3000) throw new RpcFailure(-32005, 'range too wide');
        ranges.push(range);
        return [];
      },
    });
    await client.logs({ address: `0x${'00'.repeat(20)}` });
    expect(ranges[0]).toEqual([0, 2499]);
    expect(ranges.at(-1)).toEqual([10_000, 10_000]);
    expect(ranges.slice(1).every((range, i) => range[0] === (ranges[i]?.[1] ?? 0) + 1)).toBe(true);
  });

  it('tells of each head once, and not after it is stopped', async () => {
    const chain = createFakeChain();
    const client = await connect(chain.methods);
    const seen: bigint[] = [];
    const stop = client.onHead((head) => seen.push(head.number));
    await expect.poll(() => seen).toEqual([0n]);
    chain.seal();
    await expect.poll(() => seen).toEqual([0n, 1n]);
    stop();
    chain.seal();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toEqual([0n, 1n]);
  });
});
