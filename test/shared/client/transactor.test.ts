import { createNodeClient, createTransactor, type NodeClient } from '@medrec/shared/client';
import { Wallet } from 'ethers';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeServer } from './fake-http.ts';
import { CHAIN_ID, createFakeChain, RpcFailure, serveRpc } from './fake-node.ts';

// What would be lost: two transactions on one nonce, or one that a reorganisation swallowed and nobody sends again.

const TO = `0x${'33'.repeat(20)}` as const;
const wallet = new Wallet(`0x${'01'.repeat(32)}`);
const open: (FakeServer | NodeClient)[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function setUp(change: (methods: ReturnType<typeof createFakeChain>['methods']) => void = () => undefined) {
  const chain = createFakeChain();
  change(chain.methods);
  const server = await serveRpc(chain.methods);
  const client = createNodeClient({ url: server.url, pollIntervalMs: 10 });
  open.push(client, server);
  return { chain, transactor: createTransactor({ client, wallet }) };
}

const call = { to: TO, data: '0x1234', label: 'try' } as const;

describe('transactor', () => {
  it('sends without price, protected against replay, with a fifth more gas than estimated', async () => {
    const { chain, transactor } = await setUp();
    await transactor.send(call);
    const sent = [...chain.pool.values()][0]?.transaction;
    expect([sent?.type, sent?.gasPrice, sent?.value, sent?.chainId, sent?.gasLimit]).toEqual([0, 0n, 0n, BigInt(CHAIN_ID), 120_000n]);
  });

  it('gives concurrent calls nonces without a gap', async () => {
    const { chain, transactor } = await setUp();
    await Promise.all(Array.from({ length: 5 }, () => transactor.send(call)));
    expect([...chain.pool.values()].map((entry) => entry.nonce)).toEqual([0, 1, 2, 3, 4]);
  });

  it('does not reuse the nonce of a transaction that the node’s pending count leaves out', async () => {
    const { chain, transactor } = await setUp((methods) => {
      methods['eth_getTransactionCount'] = () => '0x0';
    });
    await transactor.send(call);
    await transactor.send(call);
    expect([...chain.pool.values()].map((entry) => entry.nonce)).toEqual([0, 1]);
  });

  it('resolves only when enough blocks stand on top', async () => {
    const { chain, transactor } = await setUp();
    const pending = await transactor.send(call);
    let done = false;
    const waiting = pending.wait(2).then((receipt) => {
      done = true;
      return receipt;
    });
    chain.seal(1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(done).toBe(false);
    chain.seal();
    expect((await waiting).blockNumber).toBe(1n);
  });

  it('sends again what the pool dropped', async () => {
    const { chain, transactor } = await setUp();
    const pending = await transactor.send(call);
    const waiting = pending.wait(0);
    chain.pool.clear();
    chain.seal();
    await expect.poll(() => chain.received()).toBe(2);
    chain.seal();
    expect((await waiting).transactionHash).toBe(pending.hash);
  });

  it('sends again what a reorganisation left out', async () => {
    const { chain, transactor } = await setUp();
    const pending = await transactor.send(call);
    const waiting = pending.wait(2);
    chain.seal();
    await new Promise((resolve) => setTimeout(resolve, 40));
    chain.reorganise(1);
    await expect.poll(() => chain.received()).toBe(2);
    chain.seal(2);
    expect((await waiting).blockNumber).toBe(2n);
  });

  it('says so when a dropped transaction would now be refused, and fills its nonce next', async () => {
    const { chain, transactor } = await setUp();
    const pending = await transactor.send(call);
    const accept = chain.methods['eth_sendRawTransaction'];
    chain.methods['eth_sendRawTransaction'] = () => {
      throw new RpcFailure(-32000, 'would revert', { code: 'TX_REVERTED' });
    };
    chain.pool.clear();
    chain.seal();
    await expect(pending.wait(0)).rejects.toMatchObject({ code: 'TX_DISCARDED' });
    if (accept) chain.methods['eth_sendRawTransaction'] = accept;
    await transactor.send(call);
    expect([...chain.pool.values()].map((entry) => entry.nonce)).toEqual([0]);
  });

  it('goes on after a call that the node refused', async () => {
    const { chain, transactor } = await setUp();
    const estimate = chain.methods['eth_estimateGas'];
    chain.methods['eth_estimateGas'] = () => {
      throw new RpcFailure(3, 'execution reverted', '0x08c379a0');
    };
    await expect(transactor.send(call)).rejects.toMatchObject({ code: 'TX_REVERTS' });
    if (estimate) chain.methods['eth_estimateGas'] = estimate;
    await transactor.send(call);
    expect(chain.pool.size).toBe(1);
  });

  it('gives up in time', async () => {
    const { transactor } = await setUp();
    const pending = await transactor.send(call);
    await expect(pending.wait(0, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'TX_TIMEOUT' });
  });
});
