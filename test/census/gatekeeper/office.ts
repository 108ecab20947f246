import { randomBytes } from 'node:crypto';
import {
  createAccessLog,
  createEnrolPatient,
  createGatekeeper,
  createNonceGuard,
  createRevocations,
  createVaultRecords,
  type Invitations,
  openInvitations,
} from '@medrec/census/gatekeeper';
import { type HttpServer, startHttpServer } from '@medrec/census/http';
import { createCensusLog } from '@medrec/census/publisher';
import { bytesToHex, canonicalBytes, type Hex, keccakHex } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import { createGatekeeperClient, type GatekeeperClient } from '@medrec/shared/client';
import { silentLogger } from '@medrec/shared/log';
import { grantCommitment } from '@medrec/shared/records';
import { encryptionKeyPairOf, medrecDomain, REQUEST_TYPES, type RequestMessage, type TypedDomain } from '@medrec/shared/signing';
import { type BaseWallet, Wallet } from 'ethers';
import { onTestFinished } from 'vitest';
import { createFakeChain, type FakeChain, PROVIDER_ID } from '../publisher/fake-chain.ts';
import { addPatients, openTestVault, PROVIDER, SEED, settleAll, startHospital, type TestHospital } from '../publisher/hospital.ts';

/** A hospital that serves over real HTTP, on a chain in memory: two patients, one of whose keys the test holds. */
export interface Office {
  readonly chain: FakeChain;
  readonly hospital: TestHospital;
  readonly server: HttpServer;
  readonly domain: TypedDomain;
  readonly invitations: Invitations;
  readonly packages: Map<string, Uint8Array>;
  readonly owner: BaseWallet;
  readonly relationship: Hex;
  readonly otherRelationship: Hex;
  readonly clock: { offsetSeconds: number };
  clientOf(signer: BaseWallet, providerId?: Hex): GatekeeperClient;
  post(path: string, body: unknown): Promise<{ status: number; code: string | undefined; facts: Record<string, unknown> }>;
}

export async function openOffice(reopenIn?: Office): Promise<Office> {
  const chain = reopenIn?.chain ?? createFakeChain();
  const hospital = reopenIn?.hospital ?? (await filledHospital(chain));
  const { vault, book } = hospital;
  const clock = { offsetSeconds: 0 };
  const packages = reopenIn?.packages ?? new Map<string, Uint8Array>();
  const nowSeconds = (): bigint => BigInt(Math.floor(Date.now() / 1000) + clock.offsetSeconds);
  const domain = medrecDomain(chain.chainId, chain.genesisHash);
  const sponsor = PROVIDER.address as Hex;
  const gatekeeper = createGatekeeper({
    chain,
    provider: {
      providerId: PROVIDER_ID,
      account: sponsor,
      encryptionKey: encryptionKeyPairOf(PROVIDER.privateKey as Hex).publicKey,
      chainId: Number(chain.chainId),
      genesisHash: chain.genesisHash,
      products: [],
    },
    records: createVaultRecords(vault, book),
    revocations: await createRevocations(vault.collection('revocations')),
    nonces: await createNonceGuard(vault.collection('nonces')),
    accessLog: createAccessLog(vault.collection('access-log')),
    censusLog: createCensusLog(vault.collection('census-log'), book, vault),
    packageFor: async (key, tier) => packages.get(`${key}/${tier}`),
    onPaid: () => undefined,
    nowSeconds,
  });
  const invitations = await openInvitations(vault.collection('invitations'), nowSeconds);
  const enroll = createEnrolPatient({ chain, invitations, book, publisher: hospital.publisher, domain, sponsor, nowSeconds });
  const server = await startHttpServer({}, { gatekeeper, enroll, readiness: async () => undefined }, silentLogger());
  onTestFinished(() => server.close());
  const branch = SEED.derivePath("m/44'/60'/1'/0");
  const owner = branch.deriveChild(0);
  return {
    chain,
    hospital,
    server,
    domain,
    invitations,
    packages,
    owner,
    relationship: owner.address.toLowerCase() as Hex,
    otherRelationship: branch.deriveChild(1).address.toLowerCase() as Hex,
    clock,
    clientOf: (signer, providerId = PROVIDER_ID) => createGatekeeperClient({ url: server.url, signer, domain, providerId }),
    async post(path, body) {
      const response = await fetch(new URL(path, server.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = response.headers.get('content-type')?.includes('json') ? ((await response.json()) as Record<string, never>) : {};
      const error = answer['error'] as { code: string; facts: Record<string, unknown> } | undefined;
      return { status: response.status, code: error?.code, facts: error?.facts ?? {} };
    },
  };
}

async function filledHospital(chain: FakeChain): Promise<TestHospital> {
  const { vault } = await openTestVault();
  await addPatients(vault, 2);
  const hospital = await startHospital(chain, vault);
  await settleAll(hospital, chain, 6);
  return hospital;
}

export interface EnvelopeChanges {
  readonly request?: Partial<RequestMessage>;
  /** Sent in place of the signed one. */
  readonly sentBody?: unknown;
  readonly domain?: TypedDomain;
}

/** A signed request as the wire carries it, with what a test changes before or after the signature. */
export async function signedRequest(
  office: Office,
  signer: BaseWallet,
  action: string,
  body: unknown,
  changes: EnvelopeChanges = {},
): Promise<unknown> {
  const request: RequestMessage = {
    signer: signer.address as Hex,
    provider: PROVIDER_ID,
    action,
    bodyHash: keccakHex(canonicalBytes(body)),
    deadline: BigInt(Math.floor(Date.now() / 1000) + 8),
    nonce: bytesToHex(randomBytes(32)),
    ...changes.request,
  };
  const signature = await signer.signTypedData(changes.domain ?? office.domain, REQUEST_TYPES, request);
  return { request: { ...request, deadline: request.deadline.toString() }, signature, body: changes.sentBody ?? body };
}

/** A viewer with a grant, in force since that block. */
export function grantTo(
  office: Office,
  viewer: BaseWallet,
  resources: string[],
  sinceBlock = 1n,
): { scope: { resources: string[] }; salt: Hex; commitment: Hex } {
  const salt = bytesToHex(randomBytes(32));
  const scope = { resources };
  const commitment = grantCommitment(viewer.address as Hex, scope, salt);
  office.chain.grants.set(`${office.relationship}:${commitment}`, sinceBlock);
  return { scope, salt, commitment };
}

/** An admitted lab. */
export function admitLab(office: Office): Wallet {
  const wallet = new Wallet(bytesToHex(randomBytes(32)));
  const account = wallet.address.toLowerCase() as Hex;
  const encryptionKey = encryptionKeyPairOf(wallet.privateKey as Hex).publicKey;
  office.chain.participants.set(account, { id: bytesToHex(randomBytes(32)), account, role: ROLE.lab, active: true, encryptionKey });
  return wallet;
}

export function stranger(): Wallet {
  return new Wallet(bytesToHex(randomBytes(32)));
}
