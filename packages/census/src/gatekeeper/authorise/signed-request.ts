import { canonicalBytes, type Hex, keccakHex, sameAddress } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { REQUEST_TYPES, type RequestMessage, type TypedDomain } from '@medrec/shared/signing';
import { checkFreshness } from './freshness.ts';
import { recoverSigner } from './recover-signer.ts';

/** A request as it came in, its fields already decoded. */
export interface SignedRequest<Body> {
  readonly request: RequestMessage;
  readonly signature: Hex;
  readonly body: Body;
  /** The body's JSON as it came in: what the signature covers. */
  readonly signedBody: unknown;
}

/** What a signature must have been made for. */
export interface RequestTarget {
  readonly domain: TypedDomain;
  readonly providerId: Hex;
  /** Method and path, for example `POST /v1/records/read`. */
  readonly action: string;
  readonly nowSeconds: bigint;
}

/**
 * The first step of every call: who asks, for what, at whom, and now. A captured request is worth nothing at another
 * method, at another provider, on another network, with another body or after its deadline.
 * @returns the signer's address. The nonce is for the caller to use up, since that writes to disk.
 * @throws MedrecError `SIGNATURE_INVALID`, `WRONG_PROVIDER`, `WRONG_ACTION` or `REQUEST_STALE`.
 */
export function checkSignedRequest(signed: SignedRequest<unknown>, target: RequestTarget): Hex {
  const { request } = signed;
  const signer = recoverSigner(target.domain, REQUEST_TYPES, request, signed.signature);
  if (signer === undefined || !sameAddress(signer, request.signer)) throw signatureInvalid('signer');
  if (keccakHex(canonicalBytes(signed.signedBody)) !== request.bodyHash.toLowerCase()) throw signatureInvalid('body');
  checkProvider(request.provider, target.providerId);
  if (request.action !== target.action) {
    throw new MedrecError({
      code: 'WRONG_ACTION',
      message: 'The request was signed for another call.',
      facts: { expected: target.action },
      remedy: 'Sign the method and path that you call.',
    });
  }
  checkFreshness(request.deadline, target.nowSeconds);
  return signer;
}

/** @throws MedrecError `WRONG_PROVIDER`. */
export function checkProvider(named: Hex, ours: Hex): void {
  if (named.toLowerCase() === ours.toLowerCase()) return;
  throw new MedrecError({
    code: 'WRONG_PROVIDER',
    message: 'The message was signed for another provider.',
    facts: { provider: ours },
    remedy: 'Sign with this provider’s participant id.',
  });
}

/** `part` says what the signature does not cover: the signer, or the body. */
export function signatureInvalid(part: 'signer' | 'body'): MedrecError {
  return new MedrecError({
    code: 'SIGNATURE_INVALID',
    message: part === 'body' ? 'The body is not the one that was signed.' : 'The signature is not the named signer’s.',
    facts: { part },
    remedy: 'Sign again, with this network’s chain id and genesis hash in the domain.',
  });
}
