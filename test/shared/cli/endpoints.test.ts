import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEndpoints } from '@medrec/shared/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// What would be lost: commands that find a devnet without being told an address.

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-endpoints-'));
});
afterAll(() => rm(dir, { recursive: true }));

const VALID = {
  version: 1,
  spec: '/net/spec.json',
  nodes: { lab: { rpc: 'http://127.0.0.1:1', p2p: [], dir: '/net/lab', role: 'lab' } },
  gatekeepers: {},
  wallets: {},
};

describe('a devnet’s endpoints file', () => {
  it('is found, or is absent without an error', async () => {
    const path = join(dir, 'endpoints.json');
    expect(await findEndpoints(join(dir, 'missing', 'endpoints.json'))).toBeUndefined();
    await writeFile(path, JSON.stringify(VALID));
    expect((await findEndpoints(path))?.nodes['lab']?.rpc).toBe('http://127.0.0.1:1');
  });

  it('names the wrong field', async () => {
    const path = join(dir, 'wrong.json');
    await writeFile(path, JSON.stringify({ ...VALID, nodes: { lab: { ...VALID.nodes.lab, role: 'guest' } } }));
    await expect(findEndpoints(path)).rejects.toMatchObject({ code: 'ENDPOINTS_INVALID', facts: { field: 'nodes.lab.role' } });
    await writeFile(path, '{');
    await expect(findEndpoints(path)).rejects.toMatchObject({ code: 'ENDPOINTS_INVALID' });
  });
});
