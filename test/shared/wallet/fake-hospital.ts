import { randomBytes } from 'node:crypto';
import { bytesToHex, canonicalBytes, createMerkleTree, type Hex, hashLeaf, sameAddress } from '@medrec/shared/bytes';
import { parseProductDefinition, productHash } from '@medrec/shared/census';
import { CENSUS_ADDRESS, PERMISSIONS_ADDRESS, REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS, ROLE } from '@medrec/shared/chain';
import { censusAbi, encodeCall, permissionsAbi, readContract, registrarAbi, relationshipsAbi } from '@medrec/shared/contracts';
import { type AccessScope, allowsResource, grantCommitment, locatorKeys, packRecordItems, sealLocator } from '@medrec/shared/records';
import { encryptionKeyPairFrom, medrecDomain, REQUEST_TYPES } from '@medrec/shared/signing';
import { verifyTypedData, Wallet } from 'ethers';
import { type FakeAnswer, serveFake } from '../client/fake-http.ts';
import { CHAIN_ID, GENESIS_HASH } from '../client/fake-node.ts';
import type { ContractChain } from './contract-chain.ts';

const definition = parseProductDefinition({
  id: 'C01',
  version: 1,
  title: 'Patients by sex',
  description: 'A product for tests.',
  purpose: 'public-health',
  measure: 'patients',
  population: 'all',
  dimensions: [{ name: 'sex', title: 'Sex', categories: ['female', 'male'] }],
  contributionBound: 1,
  tiers: [
    { tier: 0, microRho: 1, dimensions: ['sex'] },
    { tier: 1, microRho: 2, dimensions: ['sex'] },
  ],
});
export const PRODUCT = productHash(definition);
export const PROVIDER_ID = `0x${'12'.repeat(32)}` as const;
export const provider = new Wallet(`0x${'77'.repeat(32)}`);
export const providerKeys = encryptionKeyPairFrom(new Uint8Array(32).fill(9));
const domain = medrecDomain(BigInt(CHAIN_ID), GENESIS_HASH);

type Resource = Readonly<Record<string, unknown>>;

interface StoredRecord {
  index: number;
  root: Hex;
  handle: Hex;
  resources: readonly Resource[];
  salts: readonly Uint8Array[];
}

interface Envelope {
  readonly request: { readonly signer: Hex; readonly action: string };
  readonly signature: string;
  readonly body: { readonly relationship: Hex; readonly commitment?: Hex; readonly grant?: { scope: AccessScope; salt: Hex } };
}

/** A gatekeeper that keeps the protocol's promises, with switches for breaking them. */
export async function serveHospital(chain: ContractChain) {
  const records = new Map<string, StoredRecord>();
  const revoked = new Set<string>();
  const accesses: { at: number; viewer: Hex; action: string; outcome: 'allowed' | 'refused'; code?: string; resources?: number }[] = [];
  const cheat = { answer: (value: object): object => value };
  const send = (to: Hex, data: Hex) => chain.send(provider.address, to, data);
  const refuse = (status: number, code: string): FakeAnswer => ({ status, body: { error: { code, message: `refused: ${code}` } } });

  async function enroll(body: unknown): Promise<FakeAnswer> {
    const { invitation, registration } = body as {
      invitation: Hex;
      registration: { account: Hex; commitment: Hex; encryptionKey: Hex; deadline: string; consent: Hex };
    };
    if (invitation !== TOKEN) return refuse(403, 'INVITATION_INVALID');
    const entry = { ...registration, deadline: BigInt(registration.deadline), role: ROLE.patient };
    await send(RELATIONSHIPS_ADDRESS, encodeCall(relationshipsAbi, 'enroll', [[{ registration: entry, accepted: true }]]));
    return { status: 202, body: { relationship: registration.account } };
  }

  async function read(signer: Hex, { relationship, grant }: Envelope['body']): Promise<FakeAnswer> {
    const owner = await readContract(chain.call, RELATIONSHIPS_ADDRESS, relationshipsAbi, 'ownerOf', [relationship]);
    const isOwner = grant === undefined && sameAddress(owner, signer);
    const commitment = grant === undefined ? undefined : grantCommitment(signer, grant.scope, grant.salt);
    const isGranted =
      commitment !== undefined &&
      !revoked.has(commitment) &&
      (await readContract(chain.call, PERMISSIONS_ADDRESS, permissionsAbi, 'isGranted', [relationship, commitment, chain.now()]));
    if (!isOwner && !isGranted) {
      accesses.push({ at: 1_700_000_000, viewer: signer, action: 'POST /v1/records/read', outcome: 'refused', code: 'NOT_PERMITTED' });
      return refuse(403, 'NOT_PERMITTED');
    }
    const record = records.get(relationship.toLowerCase());
    if (record === undefined) return refuse(409, 'NOT_CONFIRMED');
    const allowed = (type: unknown): boolean => grant === undefined || allowsResource(grant.scope, String(type));
    const tree = createMerkleTree(
      record.resources.map((resource, at) => hashLeaf(record.salts[at] as Uint8Array, canonicalBytes(resource))),
    );
    const resources = record.resources.flatMap((resource, leaf) => {
      if (!allowed(resource['resourceType'])) return [];
      const siblings = tree.proof(leaf).siblings.map(bytesToHex);
      return [{ leaf, salt: bytesToHex(record.salts[leaf] as Uint8Array), siblings, resource }];
    });
    accesses.push({ at: 1_700_000_000, viewer: signer, action: 'POST /v1/records/read', outcome: 'allowed', resources: resources.length });
    const { index, root, handle } = record;
    const answer = { relationship, index, root, handle, leafCount: record.resources.length, block: String(chain.head()), resources };
    return { body: cheat.answer(answer) };
  }

  async function signed(path: string, envelope: Envelope): Promise<FakeAnswer> {
    const { request, signature, body } = envelope;
    if (!sameAddress(verifyTypedData(domain, REQUEST_TYPES, request, signature), request.signer)) return refuse(401, 'SIGNATURE_INVALID');
    if (path === '/v1/records/read') return read(request.signer, body);
    if (path === '/v1/access-log') return { body: { entries: accesses } };
    if (path === '/v1/census-log') return { body: { entries: [{ releaseKey: PRODUCT, product: PRODUCT, epoch: '4', at: 1_700_000_000 }] } };
    if (path !== '/v1/grants/revoke' || body.commitment === undefined) return refuse(404, 'ROUTE_UNKNOWN');
    revoked.add(body.commitment);
    return { body: { relationship: body.relationship, commitment: body.commitment, revokedAt: 1_700_000_000 } };
  }

  const about = {
    providerId: PROVIDER_ID,
    account: provider.address,
    encryptionKey: providerKeys.publicKey,
    chainId: CHAIN_ID,
    genesisHash: GENESIS_HASH,
    products: [definition],
  };
  const server = await serveFake((_method, path, body) => {
    if (path === '/v1/provider') return { body: about };
    return path === '/v1/enroll' ? enroll(body) : signed(path, body as Envelope);
  });
  return {
    url: server.url,
    close: server.close,
    revoked,
    cheat,
    /** Tells the Registrar where it listens. */
    setHost: (host: string) => send(REGISTRAR_ADDRESS, encodeCall(registrarAbi, 'setHost', [host])),
    /** Puts the resources on the chain as the relationship's record, as the publisher does. */
    async setRecord(relationship: Hex, resources: readonly Resource[]): Promise<void> {
      const before = records.get(relationship.toLowerCase());
      const salts = resources.map(() => randomBytes(32));
      const root = createMerkleTree(resources.map((resource, at) => hashLeaf(salts[at] as Uint8Array, canonicalBytes(resource)))).root;
      const handle = randomBytes(16);
      const id = await readContract(chain.call, REGISTRAR_ADDRESS, registrarAbi, 'everIdOf', [relationship]);
      const { encryptionKey } = await readContract(chain.call, REGISTRAR_ADDRESS, registrarAbi, 'participant', [id]);
      const locator = sealLocator(locatorKeys(providerKeys, encryptionKey), handle);
      const items = bytesToHex(packRecordItems([{ relationship, index: before === undefined ? 0xffff_ffff : 0, root, locator }]));
      const epoch = await readContract(chain.call, CENSUS_ADDRESS, censusAbi, 'currentEpoch', []);
      await send(RELATIONSHIPS_ADDRESS, encodeCall(relationshipsAbi, 'setRecords', [{ product: PRODUCT, epoch, tier: 1 }, items]));
      records.set(relationship.toLowerCase(), { index: 0, root: bytesToHex(root), handle: bytesToHex(handle), resources, salts });
    },
  };
}

/** The one invitation that the hospital knows. */
export const TOKEN: Hex = `0x${'ee'.repeat(32)}`;
