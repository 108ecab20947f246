export { commonAt, createCommon } from './common.ts';
export { decodeBlock, decodeTransaction } from './decode.ts';
export { type DifficultyEra, type DifficultyParent, difficultyEraAt, difficultyParentOf, nextDifficulty } from './difficulty.ts';
export {
  createEthash,
  EPOCH_BLOCKS,
  type Ethash,
  epochOf,
  type Hashimoto,
  meetsDifficulty,
  type Seal,
  type SearchRequest,
  sealHash,
  seedHash,
  standardCacheBytes,
  standardDatasetBytes,
} from './ethash/index.ts';
export {
  checkBody,
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
export { recoverSealer, sealerDigest, signSealer } from './sealer-signature.ts';
