import type { Hex } from '@medrec/shared/bytes';
import type { EpochView, Grant, Redemption, RewardRule, RuleSettings } from './rule.ts';
import { settle } from './settings.ts';

interface State {
  readonly settings: RuleSettings;
  /** Blocks with offers since the start, by lab: the weight of its demands. */
  readonly sealed: ReadonlyMap<Hex, number>;
  /** Demands that wait for the epoch's end, at most `pending`. */
  readonly demands: readonly Redemption[];
  /** Units granted so far, by lab and provider. */
  readonly granted: ReadonlyMap<Hex, ReadonlyMap<Hex, number>>;
}

const DEFAULTS = { units: 20, pending: 10_000 };

/**
 * R8: demands wait for the epoch's end and are served by dominant share, the smallest first (Luo et al., *Privacy budget scheduling*,
 * OSDI 2021): a lab's share of the provider it has used most, divided by the blocks that it sealed. Each provider gives `units` grants an epoch.
 */
export const dominantShare: RewardRule<State> = {
  name: 'DominantShare',
  summary: 'R8: demands are served at the epoch’s end, the smallest dominant share first',
  deployability: { deployable: false, reason: 'Sorting all waiting demands has no bound on gas.' },
  decidesAtEpoch: true,
  settings: DEFAULTS,
  init: (settings) => ({ settings: settle(DEFAULTS, settings), sealed: new Map(), demands: [], granted: new Map() }),
  onBlock(block, state) {
    if (block.sealerId === undefined || block.offers.length === 0) return { state, grants: [] };
    const sealed = new Map(state.sealed).set(block.sealerId, (state.sealed.get(block.sealerId) ?? 0) + 1);
    return { state: { ...state, sealed }, grants: [] };
  },
  onRedeem(redemption, state) {
    if (state.demands.length >= (state.settings['pending'] ?? DEFAULTS.pending)) return { state, grants: [] };
    return { state: { ...state, demands: [...state.demands, redemption] }, grants: [] };
  },
  onEpoch: serveDemands,
};

/** Whoever has sealed nothing has no weight and waits for ever. */
function serveDemands(_: EpochView, state: State): { state: State; grants: Grant[] } {
  const units = state.settings['units'] ?? DEFAULTS.units;
  const granted = new Map([...state.granted].map(([labId, used]) => [labId, new Map(used)]));
  const left = new Map<Hex, number>();
  const waiting = state.demands.filter(({ labId }) => (state.sealed.get(labId) ?? 0) > 0);
  const grants: Grant[] = [];
  const shareOf = (labId: Hex): number => Math.max(0, ...(granted.get(labId)?.values() ?? [])) / (state.sealed.get(labId) ?? 1);
  const queues = Map.groupBy(waiting, ({ labId }) => labId);
  while (queues.size > 0) {
    const [labId, queue] = [...queues].reduce((least, entry) => (shareOf(entry[0]) < shareOf(least[0]) ? entry : least));
    const demand = queue.shift();
    if (queue.length === 0) queues.delete(labId);
    if (demand === undefined || (left.get(demand.providerId) ?? units) < 1) continue;
    left.set(demand.providerId, (left.get(demand.providerId) ?? units) - 1);
    const used = granted.get(labId) ?? new Map<Hex, number>();
    granted.set(labId, used.set(demand.providerId, (used.get(demand.providerId) ?? 0) + 1));
    grants.push({ labId, releaseKey: demand.releaseKey, tier: demand.tier });
  }
  return { state: { ...state, demands: [], granted }, grants };
}
