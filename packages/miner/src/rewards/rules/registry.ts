import { MedrecError } from '@medrec/shared/errors';
import { attestationSplit } from './attestation-split.ts';
import { bountyToSealer } from './bounty-to-sealer.ts';
import { bountyUnlocked } from './bounty-unlocked.ts';
import { commonsAndFiner } from './commons-and-finer.ts';
import { concaveCap } from './concave-cap.ts';
import { dominantShare } from './dominant-share.ts';
import { epochLottery } from './epoch-lottery.ts';
import { flatPerBlock } from './flat-per-block.ts';
import { fruitBounties } from './fruit-bounties.ts';
import { ommerInclusive } from './ommer-inclusive.ts';
import { pplnsCredits } from './pplns-credits.ts';
import type { RewardRule } from './rule.ts';
import { secondPrice } from './second-price.ts';
import { tiersForCredits } from './tiers-for-credits.ts';

/** Every rule that MedRec ships, R1 to R12. A state never leaves the rule that made it, so its type may be forgotten here. */
export const REWARD_RULES: readonly RewardRule<unknown>[] = [
  bountyToSealer,
  bountyUnlocked,
  flatPerBlock,
  pplnsCredits,
  epochLottery,
  attestationSplit,
  concaveCap,
  ommerInclusive,
  dominantShare,
  secondPrice,
  commonsAndFiner,
  tiersForCredits,
  fruitBounties,
] as readonly RewardRule<unknown>[];

/** By the name a chain spec or a scenario gives it. @throws MedrecError `REWARD_RULE_UNKNOWN` */
export function requireRule(name: string): RewardRule<unknown> {
  const rule = REWARD_RULES.find((one) => one.name === name);
  if (rule !== undefined) return rule;
  throw new MedrecError({
    code: 'REWARD_RULE_UNKNOWN',
    message: 'A reward rule of this name does not exist.',
    facts: { rule: name, known: REWARD_RULES.map((one) => one.name).join(', ') },
    remedy: 'Correct config.medrec.rewardRule in the spec or rule in the scenario, or install the version of MedRec that has this rule.',
  });
}

/** @throws MedrecError `REWARD_RULE_UNKNOWN`, `REWARD_RULE_NOT_DEPLOYABLE`: both stop a node before it starts. */
export function requireDeployableRule(name: string): RewardRule<unknown> {
  const rule = requireRule(name);
  if (!rule.deployability.deployable) {
    throw new MedrecError({
      code: 'REWARD_RULE_NOT_DEPLOYABLE',
      message: 'The chain spec names a reward rule that only the simulator can run.',
      facts: { rule: name, reason: rule.deployability.reason },
      remedy: 'Name a deployable rule in the spec.',
    });
  }
  return rule;
}
