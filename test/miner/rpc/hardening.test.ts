import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeNode, startFakeNode } from './fake-node.ts';

// What would be lost: a web page, or one client among many, could use or stop the node.

let node: FakeNode;
beforeAll(async () => {
  node = await startFakeNode();
});
afterAll(() => node.server.stop());

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, unknown>;
}

function post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(node.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const call = (method: string, params: unknown[] = [], id: unknown = 1): string => JSON.stringify({ jsonrpc: '2.0', id, method, params });

describe('the RPC server', () => {
  it('answers loopback names only, whatever address they came by', async () => {
    expect((await post(call('eth_chainId'))).status).toBe(200);
    expect((await post(call('eth_chainId'), { host: 'localhost:1' })).status).toBe(200);
    expect((await post(call('eth_chainId'), { host: 'rebound.example' })).status).toBe(403);
  });

  it('refuses web pages but those of allowed origins', async () => {
    expect((await post(call('eth_chainId'), { origin: 'https://evil.example' })).status).toBe(403);
    const allowed = await post(call('eth_chainId'), { origin: 'https://allowed.example' });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://allowed.example');
    expect((await post(call('eth_chainId'))).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('takes JSON alone, and not more than five MiB of it', async () => {
    expect((await post(call('eth_chainId'), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(call('eth_chainId'), { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post(' '.repeat(5 * 1024 * 1024 + 1))).status).toBe(413);
    expect(JSON.parse((await post('{')).body)).toMatchObject({ error: { code: -32700 } });
  });

  it('answers batches of up to a thousand calls in order, notifications not at all', async () => {
    const batch = [call('eth_chainId', [], 'a'), call('nope', [], 'b'), '{"jsonrpc":"2.0","method":"eth_chainId"}', '7'];
    const answers: unknown = JSON.parse((await post(`[${batch.join(',')}]`)).body);
    expect(answers).toMatchObject([
      { id: 'a', result: '0x1e61' },
      { id: 'b', error: { code: -32601 } },
      { id: null, error: { code: -32600 } },
    ]);
    expect(JSON.parse((await post(`[${Array(1001).fill(call('eth_chainId')).join(',')}]`)).body)).toMatchObject({
      error: { code: -32600 },
    });
    expect((await post('{"jsonrpc":"2.0","method":"eth_chainId"}')).status).toBe(204);
  });

  it('names the wrong parameter', async () => {
    const { error } = JSON.parse((await post(call('eth_getBalance', ['0x12', 'latest']))).body) as {
      error: { code: number; data: unknown };
    };
    expect(error).toMatchObject({
      code: -32602,
      data: { code: 'RPC_INVALID_PARAMS', facts: { method: 'eth_getBalance', parameter: '0' } },
    });
    expect(JSON.parse((await post(call('eth_getBalance', [`0x${'1'.repeat(40)}`, 'latest', 'more']))).body)).toMatchObject({
      error: { code: -32602 },
    });
  });

  it('gives up a call after five seconds and caps its gas', async () => {
    const startedAt = Date.now();
    const late = JSON.parse((await post(call('eth_call', [{ data: '0xf0f0', gas: '0xffffffffffff' }]))).body) as unknown;
    expect(late).toMatchObject({ error: { code: -32005 } });
    expect(Date.now() - startedAt).toBeLessThan(6500);
    expect(node.calls.at(-1)?.gas).toBe(500_000_000n);
  }, 10_000);

  it('holds at most a thousand filters', async () => {
    const answers = JSON.parse((await post(`[${Array(1000).fill(call('eth_newBlockFilter')).join(',')}]`)).body) as { result?: string }[];
    expect(answers.every(({ result }) => result !== undefined)).toBe(true);
    expect(JSON.parse((await post(call('eth_newBlockFilter'))).body)).toMatchObject({
      error: { code: -32005, data: { code: 'RPC_LIMIT' } },
    });
  });
});
