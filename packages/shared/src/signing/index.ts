export { type ClaimMessage, type ConsentMessage, type CustodianApprovalMessage, type RequestMessage, type RotationConsentMessage, CLAIM_TYPES, CONSENT_TYPES, CUSTODIAN_APPROVAL_TYPES, REQUEST_TYPES, ROTATION_CONSENT_TYPES, type TypedDomain, medrecDomain } from './typed-data.ts';
export { openSealed, sealTo } from './sealed-box.ts';
export { type EncryptionKeyPair, encryptionKeyPairFrom, encryptionKeyPairOf } from './encryption-key.ts';
export { readKeystore, readOrCreateKeystore, writeKeystore } from './keystore.ts';
