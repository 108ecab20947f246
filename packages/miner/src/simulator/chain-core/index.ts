export { countCatchUps, countDoubleSpends } from './catch-up.ts';
export { type BlockTree, type DelayRaceOptions, mainChain, runDelayRace } from './delay-race.ts';
export { pplnsPays, ppsShortfalls } from './pooled-pay.ts';
export { ACTION, createPolicy, FORK, honestPolicy, policyIndex, selfishPolicy, type WithholdingPolicy } from './withholding-policy.ts';
export { runWithholdingRace, type WithholdingOutcome } from './withholding-race.ts';
