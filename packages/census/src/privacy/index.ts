export { MICRO_RHO, reportedEpsilon, zcdpDelta, zcdpEpsilon, zcdpEpsilonSimple } from './accountant.ts';
export { bernoulliExp, bernoulliExpBig } from './bernoulli-exp.ts';
export { cumulativeBounds, type NoiseLaw } from './cumulative.ts';
export { createDiscreteGaussian, createRejectedGaussian } from './discrete-gaussian.ts';
export { createDiscreteLaplace, createProposedLaplace } from './discrete-laplace.ts';
export { auditExact, type BetrayedCell, type ExactAudit, type ExactAuditInput, type ExactRelease } from './exact/audit.ts';
export { type BorderedTable, borderTable } from './exact/bordered-table.ts';
export { type ExactPublication, type ExactTables, publishExact } from './exact/publish-exact.ts';
export { type ExactRequest, releaseExact } from './exact/release-exact.ts';
export { type Contributions, dominatedCells, type SensitiveCell, smallCells } from './exact/sensitive.ts';
export { type Suppression, suppress } from './exact/suppress.ts';
export { exponential, type FixedInterval } from './exponential.ts';
export { createInversionTable } from './inversion.ts';
export { isLevelLocked } from './is-level-locked.ts';
export type { Regime, ReleaseState } from './ledger/entry.ts';
export { openPrivacyLedger, type PrivacyLedger, type PrivacyLedgerOptions } from './ledger/ledger.ts';
export { createSerialQueue } from './ledger/serial-queue.ts';
export { drawMarginals, type NoisyMarginal } from './marginals/draw-marginals.ts';
export {
  type MarginalPlan,
  type MarginalWorkload,
  marginalVariance,
  planMarginals,
  type ResidualPlan,
} from './marginals/plan-marginals.ts';
export { createRandomIntegers, osRandom, type RandomIntegers, type RandomSource } from './random-integers.ts';
export { type Rational, rational, rationalToNumber } from './rational.ts';
export { DEFAULT_MINIMUM_COHORT, type PublishedCell, publishCells } from './suppression.ts';
export { drawTiers, type NoisyTable, planTiers, type TierPlan } from './tiers.ts';
