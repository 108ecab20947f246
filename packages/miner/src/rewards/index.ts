export { type ClaimDependencies, claimAndFile } from './claim/claim-and-file.ts';
export { claimRelease, type ReleaseRequest } from './claim/claim-release.ts';
export { createRewardCollector, type RewardCollector, type RewardCollectorOptions } from './collector.ts';
export { type ChainReads, createChainReads } from './entitlements/chain-reads.ts';
export { type Entitlement, listEntitlements } from './entitlements/entitlements.ts';
export { type EntitlementStage, type StageFacts, stageOf } from './entitlements/stage.ts';
export { createLibrary, type Library, type LibraryEntry } from './library/library.ts';
export type { LibraryReceipt } from './library/receipt.ts';
export { cellsOf, dimensionsOfTier } from './package/cells.ts';
export { openRelease } from './package/open-release.ts';
export { type PackageFiles, unpackRelease } from './package/unpack.ts';
export { plotRelease } from './plot/plot-release.ts';
export { textTable } from './plot/text-table.ts';
export { bountyToSealer } from './rules/bounty-to-sealer.ts';
export { REWARD_RULES, requireDeployableRule, requireRule } from './rules/registry.ts';
export type {
  BlockView,
  BudgetUse,
  Deployability,
  Draw,
  EpochView,
  Grant,
  OfferView,
  RecordWork,
  Redemption,
  RewardRule,
  RuleSettings,
  Step,
} from './rules/rule.ts';
export type { CheckResult, OpenedRelease, ReleaseChain, ReleasedCell } from './verify-release/types.ts';
export { type Verification, verifyRelease } from './verify-release/verify-release.ts';
