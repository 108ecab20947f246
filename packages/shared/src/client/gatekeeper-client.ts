import { randomBytes } from 'node:crypto';
import type { BaseWallet } from 'ethers';
import type { z } from 'zod';
import { bytesToHex, canonicalBytes, type Hex, keccakHex } from '../bytes/index.ts';
import { CLAIM_TYPES, type ClaimMessage, REQUEST_TYPES, type RequestMessage, type TypedDomain } from '../signing/index.ts';
import { answerInvalid, createGatekeeperHttp, parseJson } from './gatekeeper-http.ts';
import {
  type AccessLogEntry,
  accessLogAnswer,
  type CensusLogEntry,
  censusLogAnswer,
  type EnrollRegistration,
  enrollAnswer,
  type GrantPreimage,
  type ProviderInfo,
  providerAnswer,
  type RecordAnswer,
  readAnswer,
  revokeAnswer,
} from './gatekeeper-schemas.ts';

export interface GatekeeperClientOptions {
  /** The provider's address, as the Registrar's `hostOf` or an invitation gives it. */
  readonly url: string;
  /** Signs requests and claims. */
  readonly signer: BaseWallet;
  /** `medrecDomain(chainId, genesisHash)`. */
  readonly domain: TypedDomain;
  /** The provider's participant id: what is signed for it is worth nothing elsewhere. */
  readonly providerId: Hex;
  /** For one request; 60,000 by default. */
  readonly timeoutMs?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** All methods throw MedrecError with the gatekeeper's own code, facts and remedy, or `GATEKEEPER_UNREACHABLE`, `GATEKEEPER_ANSWER_INVALID`. */
export interface GatekeeperClient {
  provider(): Promise<ProviderInfo>;
  /** @returns the relationship's address. */
  enroll(invitation: Hex, registration: EnrollRegistration): Promise<Hex>;
  /** As the owner, or with a grant as its viewer. What comes back is not yet checked against the chain. */
  readRecords(relationship: Hex, grant?: GrantPreimage): Promise<RecordAnswer>;
  /** Refused from this moment. @returns when, in unix seconds. */
  revokeGrant(relationship: Hex, commitment: Hex): Promise<number>;
  accessLog(relationship: Hex): Promise<AccessLogEntry[]>;
  censusLog(relationship: Hex): Promise<CensusLogEntry[]>;
  /** @returns the sealed release package. */
  claim(claim: Pick<ClaimMessage, 'product' | 'epoch' | 'tier'>): Promise<Uint8Array>;
}

/** Under the ten seconds a gatekeeper allows, by what two clocks may differ. */
const REQUEST_LIFETIME_SECONDS = 8;

export function createGatekeeperClient(options: GatekeeperClientOptions): GatekeeperClient {
  const { signer, domain, providerId } = options;
  const http = createGatekeeperHttp(options.url, options.timeoutMs ?? 60_000);
  const fresh = (): { deadline: bigint; nonce: Hex } => ({
    deadline: BigInt(Math.floor((options.now ?? Date.now)() / 1000) + REQUEST_LIFETIME_SECONDS),
    nonce: bytesToHex(randomBytes(32)),
  });
  const ask = async <T>(schema: z.ZodType<T>, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
    const answer = schema.safeParse(parseJson(options.url, await http.fetch(method, path, body)));
    if (answer.success) return answer.data;
    const issue = answer.error.issues[0];
    throw answerInvalid(options.url, `${issue?.path.join('.')}: ${issue?.message}`);
  };
  const askSigned = async <T>(schema: z.ZodType<T>, path: string, body: unknown): Promise<T> => {
    const request: RequestMessage = {
      signer: signer.address as Hex,
      provider: providerId,
      action: `POST ${path}`,
      bodyHash: keccakHex(canonicalBytes(body)),
      ...fresh(),
    };
    const signature = await signer.signTypedData(domain, REQUEST_TYPES, request);
    return ask(schema, 'POST', path, { request: { ...request, deadline: request.deadline.toString() }, signature, body });
  };
  return {
    provider: () => ask(providerAnswer, 'GET', '/v1/provider'),
    async enroll(invitation, registration) {
      const body = { invitation, registration: { ...registration, deadline: registration.deadline.toString() } };
      return (await ask(enrollAnswer, 'POST', '/v1/enroll', body)).relationship;
    },
    readRecords: (relationship, grant) =>
      askSigned(readAnswer, '/v1/records/read', { relationship, ...(grant === undefined ? {} : { grant }) }),
    revokeGrant: async (relationship, commitment) =>
      (await askSigned(revokeAnswer, '/v1/grants/revoke', { relationship, commitment })).revokedAt,
    accessLog: async (relationship) => (await askSigned(accessLogAnswer, '/v1/access-log', { relationship })).entries,
    censusLog: async (relationship) => (await askSigned(censusLogAnswer, '/v1/census-log', { relationship })).entries,
    async claim(wanted) {
      const claim: ClaimMessage = { lab: signer.address as Hex, provider: providerId, ...wanted, ...fresh() };
      const signature = await signer.signTypedData(domain, CLAIM_TYPES, claim);
      const sent = { ...claim, epoch: claim.epoch.toString(), deadline: claim.deadline.toString() };
      return http.fetch('POST', '/v1/claims', { claim: sent, signature });
    },
  };
}
