import { MedrecError } from '@medrec/shared/errors';
import { bountyToSealer } from './bounty-to-sealer.ts';
import type { RewardRule } from './rule.ts';

/** Every rule by the name a chain spec gives it. */
const RULES: ReadonlyMap<string, RewardRule<unknown>> = new Map([bountyToSealer].map((rule) => [rule.name, rule as RewardRule<unknown>]));

/** @throws MedrecError `REWARD_RULE_UNKNOWN`, `REWARD_RULE_NOT_DEPLOYABLE`: both stop a node before it starts. */
export function requireDeployableRule(name: string): RewardRule<unknown> {
  const rule = RULES.get(name);
  if (rule === undefined) {
    throw new MedrecError({
      code: 'REWARD_RULE_UNKNOWN',
      message: 'The chain spec names a reward rule that does not exist.',
      facts: { rule: name, known: [...RULES.keys()].join(', ') },
      remedy: 'Correct config.medrec.rewardRule in the spec, or install the version of MedRec that has this rule.',
    });
  }
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
