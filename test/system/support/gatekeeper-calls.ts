import { randomBytes } from 'node:crypto';
import { bytesToHex, canonicalBytes, type Hex, keccakHex } from '@medrec/shared/bytes';
import { CLAIM_TYPES, type ClaimMessage, REQUEST_TYPES, type RequestMessage, type TypedDomain } from '@medrec/shared/signing';
import type { BaseWallet } from 'ethers';

// Signed messages as plain values, so that a test can send one twice, or where it does not belong.

export type Signed = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  /** The error's; undefined in a good answer. */
  readonly code: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

const LIFETIME_SECONDS = 8;

export async function postTo(url: string, path: string, body: Signed): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.ok) return { status: response.status, code: undefined, facts: {}, bytes };
  const { error } = JSON.parse(new TextDecoder().decode(bytes)) as { error: { code: string; facts: Record<string, unknown> } };
  return { status: response.status, code: error.code, facts: error.facts, bytes };
}

export type ClaimFields = Pick<ClaimMessage, 'provider' | 'product' | 'epoch' | 'tier'>;

/** A claim with a fresh nonce, as `POST /v1/claims` takes it. */
export async function signClaim(signer: BaseWallet, domain: TypedDomain, fields: ClaimFields, lab = signer.address): Promise<Signed> {
  const claim: ClaimMessage = { lab: lab as Hex, ...fields, ...fresh() };
  const signature = await signer.signTypedData(domain, CLAIM_TYPES, claim);
  return { claim: { ...claim, epoch: claim.epoch.toString(), deadline: claim.deadline.toString() }, signature };
}

/** A signed request for one path of one provider. */
export async function signRequest(signer: BaseWallet, domain: TypedDomain, provider: Hex, path: string, body: Signed): Promise<Signed> {
  const request: RequestMessage = {
    signer: signer.address as Hex,
    provider,
    action: `POST ${path}`,
    bodyHash: keccakHex(canonicalBytes(body)),
    ...fresh(),
  };
  const signature = await signer.signTypedData(domain, REQUEST_TYPES, request);
  return { request: { ...request, deadline: request.deadline.toString() }, signature, body };
}

function fresh(): { deadline: bigint; nonce: Hex } {
  return { deadline: BigInt(Math.floor(Date.now() / 1000) + LIFETIME_SECONDS), nonce: bytesToHex(randomBytes(32)) };
}
