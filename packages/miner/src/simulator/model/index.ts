export { createParties, type Identity, type Lab, type Parties, type Provider, simulatedId } from './parties.ts';
export { createPrivacyLedger, type PrivacyLedger } from './privacy-ledger.ts';
export { knownCells } from './value-of-precision.ts';
