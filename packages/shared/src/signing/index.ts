export { ACCOUNT_PATH } from './account-path.ts';
export { type EncryptionKeyPair, encryptionKeyPairFrom, encryptionKeyPairOf } from './encryption-key.ts';
export { readKeystore, readOrCreateKeystore, requireNoKeystore, writeKeystore } from './keystore.ts';
export { openSealed, sealTo } from './sealed-box.ts';
export {
  CLAIM_TYPES,
  type ClaimMessage,
  CONSENT_TYPES,
  type ConsentMessage,
  CUSTODIAN_APPROVAL_TYPES,
  type CustodianApprovalMessage,
  medrecDomain,
  REQUEST_TYPES,
  type RequestMessage,
  ROTATION_CONSENT_TYPES,
  type RotationConsentMessage,
  type TypedDomain,
} from './typed-data.ts';
