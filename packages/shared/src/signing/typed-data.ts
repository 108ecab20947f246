import type { Hex } from '../bytes/index.ts';
import { REGISTRAR_ADDRESS } from '../chain/index.ts';

/** EIP-712 domain. The salt is the genesis block's hash, so that nothing signed on one network is valid on another. */
export interface TypedDomain {
  readonly name: 'MedRec';
  readonly version: '1';
  readonly chainId: bigint;
  readonly verifyingContract: Hex;
  readonly salt: Hex;
}

export function medrecDomain(chainId: bigint, genesisHash: Hex, verifyingContract: Hex = REGISTRAR_ADDRESS): TypedDomain {
  return { name: 'MedRec', version: '1', chainId, verifyingContract, salt: genesisHash };
}

/** A new address agrees to be registered in a role by a sponsor; for patients, also to the relationship. */
export interface ConsentMessage {
  readonly account: Hex;
  readonly sponsor: Hex;
  readonly role: number;
  readonly commitment: Hex;
  readonly encryptionKey: Hex;
  readonly acceptRelationship: boolean;
  /** Unix seconds. */
  readonly deadline: bigint;
}
export const CONSENT_TYPES = {
  Consent: [
    { name: 'account', type: 'address' },
    { name: 'sponsor', type: 'address' },
    { name: 'role', type: 'uint8' },
    { name: 'commitment', type: 'bytes32' },
    { name: 'encryptionKey', type: 'bytes32' },
    { name: 'acceptRelationship', type: 'bool' },
    { name: 'deadline', type: 'uint64' },
  ],
};

/** The new address agrees to take over the participant. */
export interface RotationConsentMessage {
  readonly id: Hex;
  readonly newAccount: Hex;
  readonly newEncryptionKey: Hex;
  readonly deadline: bigint;
}
export const ROTATION_CONSENT_TYPES = {
  RotationConsent: [
    { name: 'id', type: 'bytes32' },
    { name: 'newAccount', type: 'address' },
    { name: 'newEncryptionKey', type: 'bytes32' },
    { name: 'deadline', type: 'uint64' },
  ],
};

/** A custodian or heir agrees to that rotation. */
export interface CustodianApprovalMessage {
  readonly id: Hex;
  readonly newAccount: Hex;
  readonly deadline: bigint;
}
export const CUSTODIAN_APPROVAL_TYPES = {
  CustodianApproval: [
    { name: 'id', type: 'bytes32' },
    { name: 'newAccount', type: 'address' },
    { name: 'deadline', type: 'uint64' },
  ],
};

/** A lab asks a provider's gatekeeper for a tier it is entitled to. */
export interface ClaimMessage {
  /** The lab's current address. */
  readonly lab: Hex;
  /** The provider's participant id: a claim is worth nothing at another gatekeeper. */
  readonly provider: Hex;
  readonly product: Hex;
  readonly epoch: bigint;
  readonly tier: number;
  /** Unix seconds; at most `REQUEST_LIFETIME_SECONDS` ahead. */
  readonly deadline: bigint;
  /** 32 fresh random bytes; used once. */
  readonly nonce: Hex;
}
export const CLAIM_TYPES = {
  Claim: [
    { name: 'lab', type: 'address' },
    { name: 'provider', type: 'bytes32' },
    { name: 'product', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'tier', type: 'uint8' },
    { name: 'deadline', type: 'uint64' },
    { name: 'nonce', type: 'bytes32' },
  ],
};

/** Any other signed request to a gatekeeper. */
export interface RequestMessage {
  readonly signer: Hex;
  /** The provider's participant id. */
  readonly provider: Hex;
  /** HTTP method and path, for example `POST /v1/records/read`: a signature serves one method at one provider. */
  readonly action: string;
  /** keccak256 of the request's canonical JSON body without the signature. */
  readonly bodyHash: Hex;
  readonly deadline: bigint;
  readonly nonce: Hex;
}
export const REQUEST_TYPES = {
  Request: [
    { name: 'signer', type: 'address' },
    { name: 'provider', type: 'bytes32' },
    { name: 'action', type: 'string' },
    { name: 'bodyHash', type: 'bytes32' },
    { name: 'deadline', type: 'uint64' },
    { name: 'nonce', type: 'bytes32' },
  ],
};
