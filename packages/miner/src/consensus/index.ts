export { commonAt, createCommon } from './common.ts';
export { decodeBlock, decodeTransaction } from './decode.ts';
export { type DifficultyEra, type DifficultyParent, difficultyEraAt, difficultyParentOf, nextDifficulty } from './difficulty.ts';
export {
  checkFuture,
  checkHeader,
  checkOmmers,
  checkSeal,
  FUTURE_LIMIT_SECONDS,
  OMMER_DEPTH,
  OMMERS_LIMIT,
} from './header-rules/index.ts';
export {
  checkBlockSize,
  checkSealerAdmitted,
  checkSealerSigned,
  checkSender,
  checkSucceeded,
  checkTransactionForm,
  createQuotaLedger,
  MAX_BODY_BYTES,
  type MetIn,
  type Payer,
  payersOf,
  type QuotaLedger,
  type RuleParticipant,
} from './record-rules/index.ts';
export { sealedWorkOf, sealHash } from './seal-hash.ts';
export { recoverSealer, sealerDigest, signSealer } from './sealer-signature.ts';
