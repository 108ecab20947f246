import { type Hex, sameAddress } from '@medrec/shared/bytes';
import { CLAIM_TYPES, type ClaimMessage, type TypedDomain } from '@medrec/shared/signing';
import { checkFreshness } from '../authorise/freshness.ts';
import { recoverSigner } from '../authorise/recover-signer.ts';
import { checkProvider, signatureInvalid } from '../authorise/signed-request.ts';

export interface SignedClaim {
  readonly claim: ClaimMessage;
  readonly signature: Hex;
}

export interface ClaimTarget {
  readonly domain: TypedDomain;
  readonly providerId: Hex;
  readonly nowSeconds: bigint;
}

/** The claim is the named lab's, for this provider, and fresh. @throws MedrecError `SIGNATURE_INVALID`, `WRONG_PROVIDER`, `REQUEST_STALE`. */
export function checkClaim({ claim, signature }: SignedClaim, target: ClaimTarget): void {
  const signer = recoverSigner(target.domain, CLAIM_TYPES, claim, signature);
  if (signer === undefined || !sameAddress(signer, claim.lab)) throw signatureInvalid('signer');
  checkProvider(claim.provider, target.providerId);
  checkFreshness(claim.deadline, target.nowSeconds);
}
