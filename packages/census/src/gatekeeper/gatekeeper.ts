import type { Hex } from '@medrec/shared/bytes';
import type { ProductDefinition } from '@medrec/shared/census';
import { asMedrecError } from '@medrec/shared/errors';
import { medrecDomain } from '@medrec/shared/signing';
import type { CensusLog, CensusLogEntry, HospitalChain } from '../publisher/index.ts';
import type { AccessEntry, AccessLog } from './authorise/access-log.ts';
import type { NonceGuard } from './authorise/nonces.ts';
import { requireOwner, requireRelationship } from './authorise/owner.ts';
import { type ReadAnswer, type ReadAsk, readRecord } from './authorise/read-record.ts';
import type { VaultRecords } from './authorise/records.ts';
import type { Revocations } from './authorise/revocations.ts';
import { checkSignedRequest, type SignedRequest } from './authorise/signed-request.ts';
import type { SignedClaim } from './claims/check-claim.ts';
import { type ClaimDependencies, serveClaim } from './claims/serve-claim.ts';

/** What anyone may know about the provider. */
export interface ProviderInfo {
  readonly providerId: Hex;
  readonly account: Hex;
  /** X25519, 32 bytes. */
  readonly encryptionKey: Hex;
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly products: readonly ProductDefinition[];
}

export interface OwnerAsk {
  readonly relationship: Hex;
}

export interface GatekeeperDependencies {
  readonly chain: HospitalChain;
  readonly provider: ProviderInfo;
  readonly records: VaultRecords;
  readonly revocations: Revocations;
  readonly nonces: NonceGuard;
  readonly accessLog: AccessLog;
  readonly censusLog: CensusLog;
  readonly packageFor: ClaimDependencies['packageFor'];
  readonly onPaid: ClaimDependencies['onPaid'];
  readonly nowSeconds: () => bigint;
}

/** Each method takes a decoded, unchecked request and runs its whole order of checks; see docs/protocol.md for the codes. */
export interface Gatekeeper {
  readonly provider: ProviderInfo;
  readRecords(signed: SignedRequest<ReadAsk>): Promise<ReadAnswer>;
  revokeGrant(signed: SignedRequest<OwnerAsk & { commitment: Hex }>): Promise<{ relationship: Hex; commitment: Hex; revokedAt: number }>;
  accessLog(signed: SignedRequest<OwnerAsk>): Promise<{ entries: AccessEntry[] }>;
  censusLog(signed: SignedRequest<OwnerAsk>): Promise<{ entries: CensusLogEntry[] }>;
  claim(signed: SignedClaim): Promise<Uint8Array>;
}

export const ACTION = {
  readRecords: 'POST /v1/records/read',
  revokeGrant: 'POST /v1/grants/revoke',
  accessLog: 'POST /v1/access-log',
  censusLog: 'POST /v1/census-log',
} as const;

export function createGatekeeper(dependencies: GatekeeperDependencies): Gatekeeper {
  const { chain, provider, nonces, accessLog, nowSeconds } = dependencies;
  const { providerId } = provider;
  const domain = medrecDomain(chain.chainId, chain.genesisHash);

  const authenticate = async (signed: SignedRequest<unknown>, action: string): Promise<Hex> => {
    const signer = checkSignedRequest(signed, { domain, providerId, action, nowSeconds: nowSeconds() });
    await nonces.use(signer, signed.request.nonce, signed.request.deadline, nowSeconds());
    return signer;
  };

  /** Runs one decision and writes it down, before its answer leaves. */
  const decide = async <Answer>(action: string, relationship: Hex, viewer: Hex, work: () => Promise<Answer>): Promise<Answer> => {
    const entry = { at: Number(nowSeconds()), viewer, action };
    try {
      const answer = await work();
      await accessLog.append(relationship, { ...entry, outcome: 'allowed', ...countOf(answer) });
      return answer;
    } catch (thrown) {
      const { code } = asMedrecError(thrown);
      // A relationship that is not ours has no log: names of no one must not fill the disk.
      if (code !== 'UNKNOWN_RELATIONSHIP') await accessLog.append(relationship, { ...entry, outcome: 'refused', code });
      throw thrown;
    }
  };

  const asOwner = async <Answer>(signed: SignedRequest<OwnerAsk>, action: string, work: () => Promise<Answer>): Promise<Answer> => {
    const signer = await authenticate(signed, action);
    const { relationship } = signed.body;
    return decide(action, relationship, signer, async () => {
      await requireRelationship(chain, providerId, relationship);
      await requireOwner(chain, relationship, signer);
      return work();
    });
  };

  return {
    provider,
    async readRecords(signed) {
      const signer = await authenticate(signed, ACTION.readRecords);
      const { relationship } = signed.body;
      return decide(ACTION.readRecords, relationship, signer, () =>
        readRecord(signed.body, signer, { ...dependencies, providerId, nowSeconds: nowSeconds() }),
      );
    },
    revokeGrant: (signed) =>
      asOwner(signed, ACTION.revokeGrant, async () => {
        const { relationship, commitment } = signed.body;
        return { relationship, commitment, revokedAt: await dependencies.revocations.add(relationship, commitment, nowSeconds()) };
      }),
    accessLog: (signed) => asOwner(signed, ACTION.accessLog, async () => ({ entries: await accessLog.entries(signed.body.relationship) })),
    censusLog: (signed) =>
      asOwner(signed, ACTION.censusLog, async () => ({ entries: await dependencies.censusLog.entriesOf(signed.body.relationship) })),
    claim: (signed) => serveClaim(signed, { domain, providerId, nowSeconds: nowSeconds() }, dependencies),
  };
}

function countOf(answer: unknown): { resources?: number } {
  const resources = (answer as { resources?: readonly unknown[] }).resources;
  return resources === undefined ? {} : { resources: resources.length };
}
