import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { createGatekeeperClient, createTransactor, type GatekeeperClient, type GrantPreimage } from '@medrec/shared/client';
import { encodeCall, permissionsAbi, readContract, registrarAbi } from '@medrec/shared/contracts';
import { grantCommitment } from '@medrec/shared/records';
import { medrecDomain, type TypedDomain } from '@medrec/shared/signing';
import type { BaseWallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlteringProxy, startAlteringProxy } from './support/altering-proxy.ts';
import { withStores } from './support/hospital-stores.ts';
import { startTestNetwork, type TestNetwork } from './support/network.ts';
import { until } from './support/until.ts';
import { invitationFile, makeWallet, type TestWallet } from './support/wallet.ts';

// Goal: whom the patient lets in reads what she granted and can trust it; nobody else reads anything; she sees both.
// Method: a hospital, its node and a lab as real processes; patient, doctor and stranger run `medrec-wallet`. What a wallet
// would refuse by itself is sent to the gatekeeper directly.

interface Reading {
  readonly verified: boolean;
  readonly leafCount: number;
  readonly resources: readonly { readonly leaf: number; readonly resource: { readonly resourceType: string; readonly id: string } }[];
}

interface TicketFile {
  readonly viewer: Hex;
  readonly scope: { readonly resources: readonly string[] };
  readonly salt: Hex;
  readonly commitment: Hex;
  readonly until: string;
}

interface Access {
  readonly viewer: Hex;
  readonly isOwn: boolean;
  readonly action: string;
  readonly outcome: string;
  readonly code?: string;
  readonly resources?: number;
}

interface History {
  readonly relationship: { readonly relationship: Hex };
  readonly records: readonly unknown[];
  readonly grants: readonly { readonly commitment: Hex; readonly state: string; readonly viewer?: Hex }[];
  readonly gatekeeper: { readonly accesses: readonly Access[]; readonly error?: string };
}

const SHORT_GRANT_SECONDS = 10;
const SALT: Hex = `0x${'3c'.repeat(32)}`;

let network: TestNetwork;
let proxy: AlteringProxy;
let domain: TypedDomain;
let providerId: Hex;
let relationship: Hex;
let patient: TestWallet;
let doctor: TestWallet;
let stranger: TestWallet;
/** Her whole record, as she read it. */
let own: Reading;
/** The one FHIR type that the doctor is granted. */
let type: string;

beforeAll(async () => {
  [network, proxy] = await Promise.all([startTestNetwork({ patients: 100, hospitalServe: ['--invite', '1'] }), startAlteringProxy()]);
  const { chainId, genesisHash } = await network.client.config();
  domain = medrecDomain(BigInt(chainId), genesisHash);
  const make = (name: string): Promise<TestWallet> => makeWallet(at(name), network.hospitalNode.rpc);
  [patient, doctor, stranger] = await Promise.all([make('patient'), make('doctor'), make('stranger')]);
  const accepted = await patient.run<{ relationship: Hex; providerId: Hex }>('accept', [await invitationFile(network.hospitalDir, 1)]);
  ({ relationship, providerId } = accepted);
  await until('her record is on the chain', () => asking(patient.owner).readRecords(relationship));
  own = await patient.run<Reading>('read');
  type = own.resources.map(({ resource }) => resource.resourceType).find((each) => each !== 'Patient') ?? '';
});

afterAll(async () => {
  await proxy?.close();
  await network?.stop();
});

function at(name: string): string {
  return join(network.dir, name);
}

function asking(signer: BaseWallet): GatekeeperClient {
  return createGatekeeperClient({ url: network.gatekeeperUrl, signer, domain, providerId });
}

async function ticket(name = 'ticket.json'): Promise<TicketFile> {
  return JSON.parse(await readFile(at(name), 'utf8')) as TicketFile;
}

/** What the reader shows of it. */
function grantOf({ scope, salt }: TicketFile): GrantPreimage {
  return { scope: { resources: [...scope.resources] }, salt };
}

/** A copy of the doctor's ticket with some fields changed. */
async function forge(fields: Partial<TicketFile>): Promise<string> {
  await writeFile(at('forged.json'), JSON.stringify({ ...(await ticket()), ...fields }));
  return at('forged.json');
}

function isRevoked(commitment: Hex): Promise<{ exists: boolean; revoked: boolean }> {
  return readContract(network.client.call, PERMISSIONS_ADDRESS, permissionsAbi, 'grantOf', [relationship, commitment]);
}

describe('access to a record', () => {
  it('shows the patient her whole record, verified against the chain', () => {
    expect(own.verified).toBe(true);
    expect(own.resources).toHaveLength(own.leafCount);
    expect(new Set(own.resources.map(({ resource }) => resource.resourceType)).size).toBeGreaterThan(1);
  });

  it('refuses a reader before the grant, with and without a made-up one', async () => {
    const scope = { resources: [type] };
    const asDoctor = asking(doctor.viewer);
    await expect(asDoctor.readRecords(relationship)).rejects.toMatchObject({ code: 'NOT_PERMITTED', facts: { status: 403 } });
    await expect(asDoctor.readRecords(relationship, { scope, salt: SALT })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await isRevoked(grantCommitment(doctor.address, scope, SALT))).exists).toBe(false);
  });

  it('lets a granted reader read and verify the granted types alone', async () => {
    const granting = ['--to', doctor.address, '--resources', type];
    const end = new Date(Date.now() + SHORT_GRANT_SECONDS * 1000).toISOString();
    await patient.run('grant', [...granting, '--until', end, '--out', at('short-ticket.json'), '--no-wait']);
    await patient.run('grant', [...granting, '--days', '1', '--out', at('other-ticket.json'), '--no-wait']);
    await patient.run('grant', [...granting, '--days', '1', '--out', at('ticket.json')]);
    const read = await doctor.run<Reading>('read', ['--ticket', at('ticket.json')]);
    expect(read.verified).toBe(true);
    expect(read.resources).toEqual(own.resources.filter(({ resource }) => resource.resourceType === type));
    expect(read.resources.length).toBeGreaterThan(0);
    expect(read.resources.length).toBeLessThan(own.leafCount);
  });

  it('refuses the granted reader more than was granted', async () => {
    const path = await forge({ scope: { resources: ['*'] } });
    expect((await doctor.refused('read', ['--ticket', path])).code).toBe('NOT_PERMITTED');
  });

  it('refuses a stranger who holds the ticket', async () => {
    expect((await stranger.refused('read', ['--ticket', at('ticket.json')])).code).toBe('TICKET_NOT_YOURS');
    const path = await forge({ viewer: stranger.address });
    expect((await stranger.refused('read', ['--ticket', path])).code).toBe('NOT_PERMITTED');
  });

  it('tells the reader when somebody on the way changed, withheld or swapped something', async () => {
    const reading = (): Promise<{ code: string; facts: Readonly<Record<string, unknown>> }> => patient.refused('read', [], proxy.env);
    expect((await patient.run<Reading>('read', [], proxy.env)).resources, 'unaltered').toEqual(own.resources);
    proxy.alter((answer) => {
      const [first, ...rest] = answer['resources'] as { resource: object }[];
      return { ...answer, resources: [{ ...first, resource: { ...first?.resource, language: 'tlh' } }, ...rest] };
    });
    expect(await reading()).toMatchObject({ code: 'RECORD_ALTERED', facts: { leaf: 0 } });
    proxy.alter((answer) => ({ ...answer, resources: (answer['resources'] as unknown[]).slice(1) }));
    expect(await reading()).toMatchObject({ code: 'RECORD_ALTERED', facts: { reason: 'resources are missing' } });
    proxy.alter((answer) => ({ ...answer, root: SALT }));
    expect((await reading()).code).toBe('RECORD_ALTERED');
  });

  it('refuses an expired grant, which stands on the chain', async () => {
    const short = await ticket('short-ticket.json');
    await until('the short grant is over', async () => (Date.now() / 1000 > Number(short.until) ? true : undefined));
    expect(await isRevoked(short.commitment)).toMatchObject({ exists: true, revoked: false });
    expect(await doctor.refused('read', ['--ticket', at('short-ticket.json')])).toMatchObject({
      code: 'NOT_PERMITTED',
      facts: { reason: 'no such grant in force' },
    });
  });

  it('refuses a revoked reader at once, before the chain knows, and after', async () => {
    const { commitment } = await ticket();
    const asDoctor = asking(doctor.viewer);
    const grant = grantOf(await ticket());
    expect((await asDoctor.readRecords(relationship, grant)).resources.length).toBeGreaterThan(0);
    await asking(patient.owner).revokeGrant(relationship, commitment);
    await expect(asDoctor.readRecords(relationship, grant)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await isRevoked(commitment)).revoked).toBe(false);

    await patient.run('revoke', [at('ticket.json'), '--no-wait']);
    expect((await isRevoked(commitment)).revoked).toBe(true);
    expect((await doctor.refused('read', ['--ticket', at('ticket.json')])).code).toBe('NOT_PERMITTED');
  });

  it('refuses a reader whose revocation the node has, though nobody told the gatekeeper', async () => {
    const other = await ticket('other-ticket.json');
    const reads = () => asking(doctor.viewer).readRecords(relationship, grantOf(other));
    expect((await reads()).resources.length).toBeGreaterThan(0);
    const data = encodeCall(permissionsAbi, 'revoke', [relationship, other.commitment]);
    const { client } = network;
    const pending = await createTransactor({ client, wallet: patient.owner }).send({
      to: PERMISSIONS_ADDRESS,
      data,
      label: 'revoke access',
    });
    await expect(reads()).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await pending.wait(0);
    await expect(reads()).rejects.toMatchObject({ code: 'NOT_PERMITTED', facts: { reason: 'revoked on the chain' } });
  });

  it('never serves a record that was changed in the vault behind the publisher’s back', async () => {
    await network.restartGatekeeper('SIGTERM', () =>
      withStores(network.hospitalDir, async ({ vault, patientOf }) => {
        const ref = await patientOf(relationship);
        const [resource] = await vault.resourcesOf(ref);
        if (resource === undefined) throw new Error('the record is empty');
        const value = JSON.parse(resource.json) as object;
        // Keys in canonical order: `language` stands where RFC 8785 wants it.
        const json = JSON.stringify(Object.fromEntries(Object.entries({ ...value, language: 'tlh' }).sort(([a], [b]) => (a < b ? -1 : 1))));
        expect((await vault.putResources([{ ...resource, json }])).outcomes).toEqual(['replaced']);
        // Without its marks the change is no update that the publisher would seal.
        for await (const mark of vault.changes('publisher')) {
          if (mark.patient.pseudonym === ref.pseudonym) await vault.clearChanges([mark]);
        }
      }),
    );
    const hostOf = () => readContract(network.client.call, REGISTRAR_ADDRESS, registrarAbi, 'hostOf', [providerId]);
    await until('the chain says where the gatekeeper listens now', async () =>
      (await hostOf()) === network.gatekeeperUrl ? true : undefined,
    );
    expect(await patient.refused('read')).toMatchObject({ code: 'RECORD_ALTERED', facts: { status: 409 } });
  });

  it('shows the patient who read and who was refused', async () => {
    const [history] = await patient.run<readonly History[]>('history');
    const accesses = (history?.gatekeeper.accesses ?? []).map((entry) => ({ ...entry, viewer: entry.viewer.toLowerCase() as Hex }));
    const granted = own.resources.filter(({ resource }) => resource.resourceType === type).length;
    const seen = (some: Partial<Access>): Access[] =>
      accesses.filter((entry) => Object.entries(some).every(([name, value]) => entry[name as keyof Access] === value));
    const read = { action: 'POST /v1/records/read' };
    expect(seen({ ...read, viewer: doctor.address, outcome: 'allowed', resources: granted })).toHaveLength(3);
    expect(seen({ ...read, viewer: doctor.address, outcome: 'refused', code: 'NOT_PERMITTED' })).toHaveLength(8);
    expect(seen({ ...read, viewer: stranger.address, outcome: 'refused', code: 'NOT_PERMITTED' })).toHaveLength(1);
    expect(seen({ ...read, viewer: stranger.address, outcome: 'allowed' })).toHaveLength(0);
    expect(seen({ ...read, isOwn: true, outcome: 'refused', code: 'RECORD_ALTERED' })).toHaveLength(1);
    expect(seen({ ...read, isOwn: true, outcome: 'allowed', resources: own.leafCount }).length).toBeGreaterThan(1);
  });

  it('rebuilds the wallet’s history from the seed alone', async () => {
    const [before] = await patient.run<readonly History[]>('history');
    const again = await makeWallet(at('patient-again'), network.hospitalNode.rpc, patient.words);
    const histories = await again.run<readonly History[]>('history', ['--rescan']);
    expect(histories).toHaveLength(1);
    const [after] = histories;
    expect(after?.relationship).toEqual(before?.relationship);
    expect(after?.relationship.relationship).toBe(relationship);
    expect(after?.records).toEqual(before?.records);
    const chainPart = (history: History | undefined) => history?.grants.map(({ commitment, state }) => ({ commitment, state }));
    expect(chainPart(after)).toEqual(chainPart(before));
    expect(chainPart(after)?.map(({ state }) => state)).toEqual(['over', 'revoked', 'revoked']);
    expect(after?.gatekeeper.error).toBeUndefined();
    expect(after?.gatekeeper.accesses.slice(0, before?.gatekeeper.accesses.length)).toEqual(before?.gatekeeper.accesses);
  });
});
