import { systemTransactionHash } from '@medrec/miner/rpc';
import { bytesToHex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { createNodeClient } from '@medrec/shared/client';
import { encodeCall, permissionsAbi } from '@medrec/shared/contracts';
import { JsonRpcProvider, WebSocketProvider } from 'ethers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CHAIN_ID, type FakeNode, SYSTEM_TOPIC, signed, startFakeNode, TOPIC, WALLET } from './fake-node.ts';

// What would be lost: every program that talks to the node with Ethereum's own libraries.

let node: FakeNode;
let provider: JsonRpcProvider;
beforeEach(async () => {
  node = await startFakeNode();
  provider = new JsonRpcProvider(node.url, undefined, { pollingInterval: 50, cacheTimeout: -1 });
});
afterEach(async () => {
  provider.destroy();
  await node.server.stop();
});

describe('ethers on the node’s JSON-RPC', () => {
  it('fills in, signs, sends and waits for a transaction', async () => {
    const wallet = WALLET.connect(provider);
    const sent = await wallet.sendTransaction({ to: REGISTRAR_ADDRESS, data: '0x0102' });
    expect(sent).toMatchObject({ nonce: 3, chainId: BigInt(CHAIN_ID), gasPrice: 0n, type: 0 });
    expect(await provider.getTransaction(sent.hash)).toMatchObject({ blockNumber: null, from: WALLET.address });
    const block = await node.seal();
    const receipt = await sent.wait(1);
    expect(receipt).toMatchObject({ status: 1, blockNumber: 1, index: 0, gasUsed: 30_000n, blockHash: bytesToHex(block.hash()) });
    expect(receipt?.logs.map((log) => log.topics[0])).toEqual([TOPIC]);
  });

  it('estimates above what a call uses, where it needs more than it uses, and not much above', async () => {
    const gas = await provider.estimateGas({ to: REGISTRAR_ADDRESS, data: '0x01' });
    expect(gas).toBeGreaterThanOrEqual(41_000n);
    expect(gas).toBeLessThan(47_000n);
  });

  it('gives a revert’s data where ethers looks for it', async () => {
    await expect(provider.call({ to: REGISTRAR_ADDRESS, data: '0xdead' })).rejects.toMatchObject({
      code: 'CALL_EXCEPTION',
      reason: 'nope',
    });
  });

  it('shows a record rule’s code when a transaction is refused', async () => {
    const refused = provider.broadcastTransaction(await signed(0, '0x'));
    await expect(refused).rejects.toMatchObject({ error: { code: -32003, data: { code: 'TX_UNPROTECTED', remedy: 'sign again' } } });
  });

  it('shows blocks without a base fee, by number and by hash, with and without transactions', async () => {
    await provider.broadcastTransaction(await signed(0));
    await node.seal();
    const raw = (await provider.send('eth_getBlockByNumber', ['0x1', true])) as Record<string, unknown>;
    expect(raw).not.toHaveProperty('baseFeePerGas');
    expect(raw).toMatchObject({ number: '0x1', totalDifficulty: '0x1388', uncles: [] });
    expect(raw['transactions']).toMatchObject([
      { from: WALLET.address.toLowerCase(), gasPrice: '0x0', transactionIndex: '0x0', chainId: '0x1e61' },
    ]);
    const block = await provider.getBlock(raw['hash'] as string);
    expect(block?.transactions).toHaveLength(1);
    expect(await provider.getBlock(99)).toBeNull();
    expect(await provider.send('eth_getBlockByNumber', ['finalized', false])).toMatchObject({ number: '0x0' });
  });

  it('finds logs by address and topic, the system call’s under a hash of its own', async () => {
    await provider.broadcastTransaction(await signed(0));
    const block = await node.seal();
    await node.seal();
    expect(await provider.getLogs({ fromBlock: 0, address: REGISTRAR_ADDRESS })).toHaveLength(1);
    const system = await provider.getLogs({ fromBlock: 0, address: CENSUS_ADDRESS, topics: [[TOPIC, SYSTEM_TOPIC]] });
    expect(system.map((log) => [log.blockNumber, log.transactionIndex, log.index])).toEqual([
      [1, 1, 1],
      [2, 0, 0],
    ]);
    expect(system[0]?.transactionHash).toBe(systemTransactionHash(bytesToHex(block.hash())));
    expect(await provider.getLogs({ fromBlock: 0, topics: [null, TOPIC] })).toEqual([]);
    await expect(provider.send('eth_getLogs', [{ fromBlock: '0x0', toBlock: '0xffffff' }])).resolves.toHaveLength(3);
  });

  it('pushes heads, logs and pending transactions over WebSocket, and logs again when a block is replaced', async () => {
    const ws = new WebSocketProvider(node.url.replace('http', 'ws'));
    const heads: number[] = [];
    const pending: string[] = [];
    const removed: boolean[] = [];
    await ws.on('block', (number: number) => heads.push(number));
    await ws.on('pending', (hash: string) => pending.push(hash));
    const id = (await ws.send('eth_subscribe', ['logs', { address: CENSUS_ADDRESS }])) as string;
    ws.websocket.onmessage = ((inner) => (event: never) => {
      const { params } = JSON.parse(String((event as { data: unknown }).data)) as {
        params?: { subscription: string; result: { removed: boolean } };
      };
      if (params?.subscription === id) removed.push(params.result.removed);
      else inner?.call(ws.websocket, event);
    })(ws.websocket.onmessage);
    const sent = await provider.broadcastTransaction(await signed(0));
    await node.seal();
    await node.seal({ replace: true, extra: 1 });
    await vi.waitFor(() => {
      expect(heads).toContain(1);
      expect(pending).toEqual([sent.hash]);
      expect(removed).toEqual([false, true, false]);
    });
    await ws.destroy();
  });

  it('serves polled filters', async () => {
    const filter = (await provider.send('eth_newFilter', [{ address: REGISTRAR_ADDRESS }])) as string;
    const blockFilter = (await provider.send('eth_newBlockFilter', [])) as string;
    await provider.broadcastTransaction(await signed(0));
    await node.seal();
    await vi.waitFor(async () => expect(await provider.send('eth_getFilterChanges', [blockFilter])).toHaveLength(1));
    expect(await provider.send('eth_getFilterChanges', [filter])).toHaveLength(1);
    expect(await provider.send('eth_getFilterChanges', [filter])).toEqual([]);
    expect(await provider.send('eth_uninstallFilter', [filter])).toBe(true);
    await expect(provider.send('eth_getFilterChanges', [filter])).rejects.toThrow('filter not found');
  });

  it('tells which grants the pool revokes, as the gatekeeper’s client reads it', async () => {
    const commitment = `0x${'ee'.repeat(32)}` as const;
    const data = encodeCall(permissionsAbi, 'revoke', [REGISTRAR_ADDRESS, commitment]);
    await provider.broadcastTransaction(await signed(0, data, PERMISSIONS_ADDRESS));
    await provider.broadcastTransaction(await signed(1, data, REGISTRAR_ADDRESS));
    const client = createNodeClient({ url: node.url });
    expect(await client.poolRevocations()).toEqual([commitment]);
    expect((await client.head()).number).toBe(0n);
    client.close();
  });

  it('answers what wallets and explorers ask', async () => {
    const ask = (method: string, params: unknown[] = []): Promise<unknown> => provider.send(method, params);
    expect(await ask('eth_chainId')).toBe('0x1e61');
    expect(await ask('net_version')).toBe('7777');
    expect(await ask('net_peerCount')).toBe('0x2');
    expect(await ask('eth_gasPrice')).toBe('0x0');
    expect(await ask('eth_accounts')).toEqual([]);
    expect(await ask('eth_syncing')).toBe(false);
    expect(await ask('eth_mining')).toBe(false);
    expect(await ask('eth_getBalance', [WALLET.address, 'latest'])).toBe('0x0');
    expect(await ask('eth_getTransactionCount', [WALLET.address, 'pending'])).toBe('0x3');
    expect(await ask('eth_getCode', [REGISTRAR_ADDRESS, 'latest'])).toBe('0x60');
    expect(await ask('eth_getStorageAt', [REGISTRAR_ADDRESS, '0x0', 'latest'])).toBe(`0x${'9'.padStart(64, '0')}`);
    expect(await ask('eth_getUncleCountByBlockNumber', ['0x0'])).toBe('0x0');
    expect(await ask('txpool_status')).toEqual({ pending: '0x0', queued: '0x0' });
    expect(await ask('medrec_status')).toMatchObject({ network: 'test', peers: 2, sealer: null });
    expect(await ask('medrec_config')).toMatchObject({ chainId: CHAIN_ID, confirmations: 2 });
    await expect(ask('eth_feeHistory', ['0x1', 'latest', []])).rejects.toMatchObject({ error: { code: -32601 } });
  });
});
