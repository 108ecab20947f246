import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MedrecConfig } from '@medrec/shared/chain';
import { createWalletProgram } from '@medrec/shared/wallet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeServer } from '../client/fake-http.ts';
import { CHAIN_ID, GENESIS_HASH, networkConfig, serveRpc } from '../client/fake-node.ts';
import { type ContractChain, createContractChain } from './contract-chain.ts';
import { PRODUCT, PROVIDER_ID, provider, providerKeys, serveHospital, TOKEN } from './fake-hospital.ts';

// What would be lost: the patient's way in, her say over who reads, and her proof that nobody altered the record.
// The protocol's real contracts stand behind a fake node; the hospital keeps its promises until a test breaks them.

const { chainId: _chainId, genesisHash: _genesisHash, ...base } = networkConfig;
const config = {
  ...base,
  confirmations: 1,
  rotationDelaySeconds: 60,
  products: [{ id: 'C01', definitionHash: PRODUCT, finestTier: 1, microRho: 1 }],
  providers: [
    {
      ...networkConfig.providers[0],
      address: provider.address,
      commitment: PROVIDER_ID,
      encryptionKey: providerKeys.publicKey,
      products: [PRODUCT],
    },
  ],
} as unknown as MedrecConfig;

const resources = [
  { resourceType: 'Patient', id: 'p1' },
  { resourceType: 'Condition', id: 'c1', code: { text: 'Asthma' }, onsetDateTime: '2020-02-03T10:00:00Z' },
  { resourceType: 'Observation', id: 'o1', code: { text: 'Ferritin' }, valueQuantity: { value: 31.5, unit: 'ng/mL' } },
];

let root = '';
let chain: ContractChain;
let node: FakeServer;
let hospital: Awaited<ReturnType<typeof serveHospital>>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'medrec-wallet-'));
  chain = await createContractChain(config);
  node = await serveRpc(chain.methods);
  hospital = await serveHospital(chain);
  await hospital.setHost(hospital.url);
  const invitation = {
    version: 1,
    gatekeeper: hospital.url,
    rpc: node.url,
    providerId: PROVIDER_ID,
    chainId: CHAIN_ID,
    genesisHash: GENESIS_HASH,
    token: TOKEN,
  };
  await writeFile(join(root, 'invitation.json'), JSON.stringify(invitation));
});
afterAll(async () => {
  await Promise.all([node.close(), hospital.close()]);
  await rm(root, { recursive: true, force: true });
});

/** Runs the program as a person would and gives back what it printed. */
async function print(who: string, ...args: string[]): Promise<string> {
  const printed: string[] = [];
  const io = { write: (text: string) => void printed.push(text), note: () => undefined, ask: undefined };
  await createWalletProgram(io).parseAsync([...args, '--dir', join(root, who)], { from: 'user' });
  return printed.join('');
}

async function json<T = Record<string, unknown>>(who: string, ...args: string[]): Promise<T> {
  return JSON.parse(await print(who, ...args, '--json')) as T;
}

const file = (name: string): string => join(root, name);
const rpc = (): string[] => ['--rpc', node.url];

let words = '';
let relationship = '' as `0x${string}`;

describe('wallet', () => {
  it('shows its words once, and keeps them where the owner alone can read', async () => {
    const made = await json('patient', 'init');
    words = String(made['words']);
    expect(words.split(' ')).toHaveLength(12);
    expect((await stat(file('patient/keystore.json'))).mode & 0o777).toBe(0o600);
  });

  it('shows no words that it cannot keep', async () => {
    const printed: string[] = [];
    const io = { write: (text: string) => void printed.push(text), note: () => undefined, ask: undefined };
    const making = createWalletProgram(io).parseAsync(['init', '--dir', file('patient')], { from: 'user' });
    await expect(making).rejects.toMatchObject({ code: 'KEYSTORE_EXISTS' });
    expect(printed).toEqual([]);
  });

  it('refuses words with a slip of the pen, without repeating them', async () => {
    const error = await json('other', 'init', '--words', words.replace(/ \w+$/, ' zebraa')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'WORDS_INVALID' });
    expect(JSON.stringify(error)).not.toContain('zebraa');
  });

  it('makes no wallet when the words were not confirmed at the terminal', async () => {
    const io = { write: () => undefined, note: () => undefined, ask: async () => 'something else' };
    const making = createWalletProgram(io).parseAsync(['init', '--dir', file('unconfirmed')], { from: 'user' });
    await expect(making).rejects.toMatchObject({ code: 'WORDS_NOT_CONFIRMED' });
    await expect(readdir(file('unconfirmed'))).rejects.toThrow();
  });

  it('accepts an invitation with an address of its own, and again without harm', async () => {
    const first = await json('patient', 'accept', file('invitation.json'));
    const second = await json('patient', 'accept', file('invitation.json'));
    relationship = first['relationship'] as `0x${string}`;
    expect([second['relationship'], first['state']]).toEqual([relationship, 'accepted']);
  });

  it('refuses an invitation for another network', async () => {
    const invitation = JSON.parse(await readFile(file('invitation.json'), 'utf8')) as object;
    await writeFile(file('foreign.json'), JSON.stringify({ ...invitation, genesisHash: `0x${'ab'.repeat(32)}` }));
    await expect(json('patient', 'accept', file('foreign.json'))).rejects.toMatchObject({ code: 'WRONG_NETWORK' });
  });

  it('reads its record, checked against the chain, the pointer included', async () => {
    await hospital.setRecord(relationship, resources);
    const read = await json<{ verified: boolean; locator: string; resources: object[] }>('patient', 'read');
    expect(read.resources).toHaveLength(3);
    expect(read).toMatchObject({ verified: true, locator: 'verified' });
    const text = await print('patient', 'read');
    expect(text).toMatch(/Condition\s+2020-02-03\s+Asthma/);
    expect(text).toMatch(/Ferritin: 31.5 ng\/mL/);
    expect(text).toMatch(/3 of 3 resources, verified against block \d+/);
  });

  it.each<[string, (answer: never) => object]>([
    ['an altered resource', (answer: { resources: { resource: object }[] }) => withResource(answer, { note: 'changed' })],
    ['a missing resource', (answer: { resources: object[] }) => ({ ...answer, resources: answer.resources.slice(1) })],
    [
      'a missing resource and a false count',
      (answer: { resources: object[] }) => ({ ...answer, leafCount: 2, resources: answer.resources.slice(1) }),
    ],
    [
      'the same resource twice',
      (answer: { resources: object[] }) => ({ ...answer, resources: [answer.resources[0], answer.resources[0]] }),
    ],
    ['another pointer', (answer: object) => ({ ...answer, handle: `0x${'00'.repeat(16)}` })],
    ['a root of its own', (answer: object) => ({ ...answer, root: `0x${'01'.repeat(32)}` })],
  ])('sees %s', async (_name, cheat) => {
    hospital.cheat.answer = cheat as (value: object) => object;
    await expect(json('patient', 'read')).rejects.toMatchObject({ code: 'RECORD_ALTERED' });
    hospital.cheat.answer = (value) => value;
  });

  it('lets a viewer read what was granted, and nothing else', async () => {
    await json('doctor', 'init');
    const { address } = await json<{ address: string }>('doctor', 'address');
    await json('patient', 'grant', '--to', address, '--resources', 'Observation', '--days', '7', '--out', file('ticket.json'));
    const read = await json<{ resources: { resource: { resourceType: string } }[] }>(
      'doctor',
      'read',
      '--ticket',
      file('ticket.json'),
      ...rpc(),
    );
    expect(read.resources.map((each) => each.resource.resourceType)).toEqual(['Observation']);
    const wider = { ...(JSON.parse(await readFile(file('ticket.json'), 'utf8')) as object), scope: { resources: ['*'] } };
    await writeFile(file('wider.json'), JSON.stringify(wider));
    await expect(json('doctor', 'read', '--ticket', file('wider.json'), ...rpc())).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(json('patient', 'read', '--ticket', file('ticket.json'))).rejects.toMatchObject({ code: 'TICKET_NOT_YOURS' });
  });

  it('writes no ticket over another, and then sends nothing', async () => {
    const [before, head] = [await readFile(file('ticket.json'), 'utf8'), chain.sealed()];
    const { viewer } = JSON.parse(before) as { viewer: string };
    await expect(json('patient', 'grant', '--to', viewer, '--out', file('ticket.json'))).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect([await readFile(file('ticket.json'), 'utf8'), chain.sealed()]).toEqual([before, head]);
    await expect(json('patient', 'grant', '--to', viewer, '--out', file('none/ticket.json'))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });

  it('writes what a viewer read as files that nobody else can open', async () => {
    await json('doctor', 'read', '--ticket', file('ticket.json'), '--out', file('out'), ...rpc());
    expect((await readdir(file('out'))).sort()).toEqual(['Observation.ndjson', 'verification.json']);
    expect((await stat(file('out/Observation.ndjson'))).mode & 0o777).toBe(0o600);
  });

  it('takes a grant back at the hospital and on the chain', async () => {
    const { commitment, viewer } = JSON.parse(await readFile(file('ticket.json'), 'utf8')) as { commitment: string; viewer: string };
    const other = await json('patient', 'grant', '--to', viewer, '--resources', 'Condition', '--out', file('other.json'), '--no-wait');
    const otherGrants = [{ commitment: other['commitment'], resources: ['Condition'] }];
    expect(await json('patient', 'revoke', file('ticket.json'))).toMatchObject({ gatekeeper: 'revoked', commitment, otherGrants });
    expect(hospital.revoked.has(commitment)).toBe(true);
    await expect(json('doctor', 'read', '--ticket', file('ticket.json'), ...rpc())).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await json('patient', 'revoke', file('other.json'))).toMatchObject({ otherGrants: [] });
    expect(await json('patient', 'revoke', commitment)).toEqual({ commitment, alreadyRevoked: true, otherGrants: [] });
    await expect(json('patient', 'revoke', `0x${'31'.repeat(32)}`)).rejects.toMatchObject({ code: 'GRANT_UNKNOWN' });
  });

  it('says what censuses may count, and what has been seen', async () => {
    await json('patient', 'consent', 'public-health,academic', '--no-wait');
    await json('patient', 'acknowledge', '--no-wait');
    expect(await json('patient', 'relationships')).toMatchObject([
      { censusConsent: 'public-health, academic', status: 'acknowledged', state: 'accepted' },
    ]);
    await hospital.setRecord(relationship, resources.slice(0, 2));
    expect(await json('patient', 'relationships')).toMatchObject([{ status: 'pending', updates: '2' }]);
  });

  it('pauses and resumes', async () => {
    expect(await json('patient', 'pause', '--no-wait')).toMatchObject({ state: 'paused' });
    await expect(json('patient', 'pause', '--no-wait')).rejects.toMatchObject({ code: 'TX_REVERTS' });
    expect(await json('patient', 'resume', '--no-wait')).toMatchObject({ state: 'accepted' });
  });

  it('finds its whole history again from the words and the chain', async () => {
    await json('restored', 'init', '--words', words);
    const [history] = await json<Record<string, unknown>[]>('restored', 'history', '--rescan', ...rpc());
    expect(history).toMatchObject({
      relationship: { relationship, status: 'pending', host: hospital.url },
      records: [{ update: '1' }, { update: '2' }],
      grants: [{ state: 'revoked' }, { state: 'revoked' }],
      gatekeeper: { censuses: [{ epoch: '4', product: PRODUCT, productTitle: 'C01 Patients by sex' }] },
    });
    const text = await print('patient', 'history');
    expect(text).toMatch(/you\s+POST \/v1\/records\/read\s+allowed, 3 resources/);
    expect(text).toMatch(/refused: NOT_PERMITTED/);
    expect(text).toMatch(/4\s+C01 Patients by sex/);
  });

  it('finds its devnet’s node again under a new port, and remembers it', async () => {
    const remember = async (rpc: string) => {
      const memory = JSON.parse(await readFile(file('patient/wallet.json'), 'utf8')) as object;
      await writeFile(file('patient/wallet.json'), JSON.stringify({ ...memory, rpc }));
    };
    const foreign = await serveRpc({ ...chain.methods, medrec_config: () => foreignConfig() });
    const nodes = (rpc: string) => ({
      lab: { rpc, p2p: [], dir: '/lab', role: 'lab' },
      hospital: { rpc: foreign.url, p2p: [], dir: '/hospital', role: 'hospital' },
    });
    const endpoints = (rpc: string) => JSON.stringify({ version: 1, spec: '/spec', nodes: nodes(rpc), gatekeepers: {}, wallets: {} });
    await remember('http://127.0.0.1:9');
    await writeFile(file('endpoints.json'), endpoints('http://127.0.0.1:9'));
    await expect(json('patient', 'relationships')).rejects.toMatchObject({ code: 'WRONG_NETWORK' });
    await writeFile(file('endpoints.json'), endpoints(node.url));
    expect(await json('patient', 'relationships')).toHaveLength(1);
    await rm(file('endpoints.json'));
    await foreign.close();
    expect(await json('patient', 'relationships')).toHaveLength(1);
    await remember('http://127.0.0.1:9');
    await expect(json('patient', 'relationships')).rejects.toMatchObject({
      code: 'NODE_UNREACHABLE',
      facts: { asked: 'http://127.0.0.1:9' },
    });
    await remember(node.url);
  });

  it('asks where the invitation said when the Registrar’s address is stale', async () => {
    await hospital.setHost('http://127.0.0.1:9');
    expect(await json('patient', 'history')).toMatchObject([{ gatekeeper: { censuses: [{}] } }]);
  });

  it('shows the chain’s part of the history while the hospital is down', async () => {
    await json('cut-off', 'init', '--words', words);
    const [history] = await json<Record<string, unknown>[]>('cut-off', 'history', ...rpc());
    expect(history).toMatchObject({ records: [{}, {}], gatekeeper: { accesses: [], error: 'GATEKEEPER_UNREACHABLE' } });
    await hospital.setHost(hospital.url);
  });

  it('moves to a new key, and reads on with it', async () => {
    await expect(json('patient', 'recovery', 'finish')).rejects.toMatchObject({ code: 'ROTATION_NOT_PROPOSED' });
    await json('patient', 'recovery', 'rotate', '--no-wait');
    await expect(json('patient', 'recovery', 'finish', '--no-wait')).rejects.toMatchObject({ code: 'ROTATION_WAITING' });
    chain.pass(61);
    await json('patient', 'recovery', 'finish', '--no-wait');
    const read = await json('patient', 'read');
    expect(read).toMatchObject({ relationship, locator: 'verified' });
  });

  it('comes back after a lost seed, when two of three custodians agree', async () => {
    const custodians: string[] = [];
    for (const name of ['doctor', 'aunt', 'friend']) {
      if (name !== 'doctor') await json(name, 'init');
      custodians.push((await json<{ address: string }>(name, 'address')).address);
    }
    await json('patient', 'recovery', 'set', '--custodians', custodians.join(','), '--out', file('kit.json'), '--no-wait');
    const { account } = JSON.parse(await readFile(file('kit.json'), 'utf8')) as { account: string };
    await json('anew', 'init');
    await json('anew', 'recovery', 'request', '--account', account, '--out', file('request.json'), ...rpc());
    for (const name of ['doctor', 'friend']) {
      await json(name, 'recovery', 'approve', file('request.json'), '--out', file(`approval-${name}.json`), ...rpc());
    }
    const approvals = ['--approval', file('approval-doctor.json'), file('approval-friend.json')];
    const files = ['--request', file('request.json'), '--kit', file('kit.json')];
    await expect(json('patient', 'recovery', 'rotate', ...files, '--approval', file('approval-friend.json'))).rejects.toMatchObject({
      facts: { reason: 'TooFewApprovals(1, 2)' },
    });
    // Anyone active may hand it in; here the same relationship's old key stands in for a helper's.
    await json('patient', 'recovery', 'rotate', ...files, ...approvals, '--no-wait');
    chain.pass(61);
    await json('patient', 'recovery', 'finish', '--no-wait');
    expect(await json('anew', 'relationships', ...rpc())).toMatchObject([{ relationship, state: 'accepted' }]);
    expect(await json('anew', 'read', ...rpc())).toMatchObject({ locator: 'under an earlier key' });
    await expect(json('patient', 'relationships')).rejects.toMatchObject({ code: 'KEY_NOT_HELD' });
  });
});

function foreignConfig(): object {
  return { ...config, chainId: CHAIN_ID, genesisHash: `0x${'ab'.repeat(32)}` };
}

function withResource(answer: { resources: { resource: object }[] }, change: object): object {
  return {
    ...answer,
    resources: answer.resources.map((each, at) => (at === 0 ? { ...each, resource: { ...each.resource, ...change } } : each)),
  };
}
