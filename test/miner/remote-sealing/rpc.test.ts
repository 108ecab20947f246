import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remoteCallerOf } from '../../../packages/miner/src/rpc/remote-caller.ts';
import { type FakeNode, startFakeNode } from '../rpc/fake-node.ts';

// What would be lost: ethminer, which reads every member of an error as a text and ends with an exception on an object; and
// miners that have room for their name and token in one place only.

let node: FakeNode;
beforeAll(async () => {
  node = await startFakeNode();
});
afterAll(() => node.server.stop());

async function errorOf(method: string, params: unknown, path = ''): Promise<Record<string, unknown>> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(`${node.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(response.status).toBe(200); // at anything else ethminer hangs up
  return ((await response.json()) as { error: Record<string, unknown> }).error;
}

describe('an error for a miner', () => {
  it.each([
    ['eth_getWork', []],
    ['eth_getWork', null],
    ['eth_submitWork', [`0x${'0'.repeat(16)}`, `0x${'0'.repeat(64)}`, `0x${'0'.repeat(64)}`]],
    ['eth_submitWork', ['0x1']],
    ['eth_submitWork', {}],
    ['eth_submitHashrate', ['fast', 'id']],
  ])('is a number and a text: %s %j', async (method, params) => {
    const error = await errorOf(method, params);
    expect(Object.keys(error).sort()).toEqual(['code', 'message']);
    expect(typeof error['code']).toBe('number');
  });

  it('says what to do, and comes by any path', async () => {
    expect((await errorOf('eth_getWork', [], '/token/rig1'))['message']).toMatch(
      /^REMOTE_SEALING_OFF: .* Make the key with `medrec-miner init`/,
    );
    expect(await errorOf('eth_nothing', [])).toHaveProperty('data'); // other clients read it
  });
});

describe('who calls', () => {
  it('is read from credentials and path, whatever they hold', () => {
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(remoteCallerOf(undefined, ['rig'])).toEqual({ path: ['rig'] });
    expect(remoteCallerOf('Bearer abc', [])).toEqual({ path: [], secret: 'abc' });
    expect(remoteCallerOf(basic('rig:a:b'), [])).toEqual({ path: [], user: 'rig', secret: 'a:b' });
    expect(remoteCallerOf(basic(':abc'), [])).toEqual({ path: [], secret: 'abc' });
    for (const odd of ['', 'Basic', 'Basic %%%', basic('no colon'), 'Digest x', 'Bearer'])
      expect(remoteCallerOf(odd, [])).toMatchObject({ path: [] });
  });
});
