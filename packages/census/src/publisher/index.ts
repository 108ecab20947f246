export { announceHost } from './announce-host.ts';
export { type CensusLog, type CensusLogEntry, createCensusLog } from './census-log.ts';
export { createChainView } from './chain-view.ts';
export { type CheckpointSigner, createCheckpointSigner } from './checkpoint-signer.ts';
export { createConsentHistory } from './consent-history.ts';
export { type Custody, createCustody } from './custody.ts';
export { createFirstRecords } from './first-records.ts';
export { createGasWindow } from './gas-window.ts';
export { createOfferRotation } from './offer-rotation.ts';
export { type BookEntry, openPatientBook, type PatientBook } from './patient-book.ts';
export {
  type BlockTag,
  type ChainParticipant,
  type ChainPolicy,
  type ChainRelationship,
  type ChainRelease,
  type Collection,
  type Head,
  type HospitalChain,
  RELATIONSHIP_STATE,
  RELEASE_STAGE,
  type SealedTransaction,
  type SentTransaction,
  type Transactions,
} from './ports.ts';
export { createPublisher, type Publisher } from './publisher.ts';
export { createRelationshipPublisher, type RelationshipPublisher } from './relationship-publisher.ts';
export { createReleasePublisher, type ReleasePublisher } from './release-publisher.ts';
export { createSnapshots } from './snapshots.ts';
export { createStageTable, type Stage, type StageTable } from './stages.ts';
export { RECORD_INDEX } from './survey.ts';
export { createTransactions } from './transactions.ts';
