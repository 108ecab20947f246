import type { Hex } from '@medrec/shared/bytes';
import type { BlockView, BudgetUse, Draw, EpochView, Grant, Redemption, RewardRule, RuleSettings, Step } from '../../rewards/index.ts';

/** A rule with its state kept: what the engine tells it, and the grants it answers. */
export interface SimulatedRule {
  readonly budget: BudgetUse;
  readonly redeems: boolean;
  /** Whether it looks at shares of work or at signatures. */
  readonly asksForWork: boolean;
  /** Whether demands wait for the epoch's end. */
  readonly decidesLater: boolean;
  onBlock(block: BlockView): readonly Grant[];
  onOmmer(sealerId: Hex, block: BlockView): readonly Grant[];
  onShare(labId: Hex, count: number): readonly Grant[];
  onAttestation(labId: Hex): readonly Grant[];
  onEpoch(epoch: EpochView): readonly Grant[];
  onRedeem(redemption: Redemption): readonly Grant[];
}

const NOTHING: readonly Grant[] = [];

export function simulateRule(rule: RewardRule<unknown>, settings: RuleSettings, draw: Draw): SimulatedRule {
  // A rule without settings is not asked to take any.
  let state = Object.keys(settings).length > 0 || rule.settings !== undefined ? rule.init(settings) : rule.init();
  function take(step: Step<unknown> | undefined): readonly Grant[] {
    if (step === undefined) return NOTHING;
    state = step.state;
    return step.grants;
  }
  return {
    budget: rule.budget ?? { unlock: 'periods', charge: 'release' },
    redeems: rule.onRedeem !== undefined,
    asksForWork: rule.onShare !== undefined || rule.onAttestation !== undefined,
    decidesLater: rule.decidesAtEpoch === true,
    onBlock: (block) => take(rule.onBlock(block, state, draw)),
    onOmmer: (sealerId, block) => take(rule.onOmmer?.(sealerId, block, state)),
    onShare: (labId, count) => take(rule.onShare?.(labId, count, state)),
    onAttestation: (labId) => take(rule.onAttestation?.(labId, state)),
    onEpoch: (epoch) => take(rule.onEpoch?.(epoch, state, draw)),
    onRedeem: (redemption) => take(rule.onRedeem?.(redemption, state)),
  };
}
