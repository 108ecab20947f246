import { type Hex, sha256Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { type BlockView, type Grant, type RewardRule, requireRule } from '../../rewards/index.ts';
import { createParties, type Parties } from '../model/index.ts';
import { openStream, poisson, type Random } from '../random/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type BlockMoment, createCare } from './block-content.ts';
import { endEpoch } from './epoch-end.ts';
import { createHashRates } from './hash-rates.ts';
import { createHoldings } from './holdings.ts';
import { type LabResult, measureRun, type RunMetrics } from './metrics.ts';
import { createOffers } from './offers.ts';
import { createSealers, type SealersOptions } from './sealers.ts';
import { type SimulatedRule, simulateRule } from './simulated-rule.ts';
import { measureRivalChance } from './stale-chance.ts';
import { createUndercutting } from './undercutting.ts';

export interface RunResult {
  readonly scenario: string;
  readonly rule: string;
  readonly seed: string;
  readonly replication: number;
  readonly metrics: RunMetrics;
  readonly labs: readonly LabResult[];
  /** SHA-256 of all of the above: equal inputs give equal ones, in any process. */
  readonly hash: Hex;
}

const DAY = 86_400;

/**
 * One replication of a scenario. Every purpose has its own stream, so that runs which differ in the rule alone see the same blocks.
 * @throws MedrecError `REWARD_RULE_UNKNOWN`, `RULE_SETTING_INVALID`, `SCENARIO_INVALID`
 */
export function runScenario(scenario: Scenario, replication: number, shipped: RewardRule<unknown> = requireRule(scenario.rule)): RunResult {
  const stream = (purpose: string): Random => openStream(scenario.seed, replication, purpose);
  const parties = createParties(scenario);
  const rule = simulateRule(shipped, scenario.ruleSettings, stream('rule').uniform);
  const holdings = createHoldings(scenario, parties, stream('resale'));
  const offers = createOffers(scenario, parties, rule, holdings);
  const care = createCare(parties, offers, holdings, scenario.tiers.length - 1, rule.redeems);
  const hashRates = createHashRates(scenario, parties, holdings);
  const sealers = createSealers(sealersOf(scenario, parties, hashRates.at(0, 0), stream('network')), stream('blocks'));
  const undercutting = createUndercutting(parties, scenario.gamma, stream('undercut'));
  const fruits = stream('fruits');
  const sealed = parties.identities.map(() => 0);
  let sealedBefore = sealed;
  let epoch = 0;

  function apply(grants: readonly Grant[], day: number): void {
    for (const grant of grants) {
      const release = holdings.find(grant.releaseKey);
      if (release !== undefined && offers.chargeAnswer(release, grant.tier, grant.precision ?? 1, day)) holdings.apply(grant, day);
    }
  }

  function close(block: number): void {
    const inEpoch = sealed.map((count, at) => count - (sealedBefore[at] ?? 0));
    sealedBefore = [...sealed];
    const day = Math.min((epoch + 1) * scenario.epochDays, scenario.days);
    endEpoch(scenario, parties, rule, holdings, apply, { epoch, block, day, sealed: inEpoch });
    epoch += 1;
  }

  function execute(at: BlockMoment, sealer: number, ommers: readonly number[], part: number): void {
    const identity = parties.identities[sealer];
    const lab = parties.labs[identity?.lab ?? -1];
    if (identity === undefined || lab === undefined) return;
    sealed[sealer] = (sealed[sealer] ?? 0) + 1;
    showWork(parties, rule, scenario.fruitsPerBlock, fruits, (grants) => apply(grants, at.day));
    const ommerSealerIds = ommers.flatMap((ommer) => parties.identities[ommer]?.id ?? []);
    const content = care.fill(lab, identity.lab, at, part);
    const view: BlockView = { number: BigInt(at.block + 1), sealerId: identity.id, ommerSealerIds, ...content };
    apply(rule.onBlock(view), at.day);
    for (const id of ommerSealerIds) apply(rule.onOmmer(id, view), at.day);
  }

  for (let block = 0, found = sealers.next(); found.time < scenario.days * DAY; block++, found = sealers.next()) {
    const day = found.time / DAY;
    while (day >= (epoch + 1) * scenario.epochDays) close(block);
    hashRates.follow(sealers, block, day, epoch);
    care.arrive();
    const at = { block, epoch, day };
    const judged = undercutting.judge(found, (lab) => care.newTo(lab, at));
    if (judged !== undefined) execute(at, judged.sealer, judged.ommers, judged.part);
  }
  close(sealed.reduce((sum, count) => sum + count, 0));

  const measured = measureRun(scenario, parties, holdings, offers, {
    sealed,
    stale: sealers.stale() + undercutting.lost() + undercutting.won(),
    careWait: care.meanWait(),
    undercuts: undercutting.won(),
    leastActive: hashRates.leastActive(),
  });
  const result = { scenario: scenario.name, rule: shipped.name, seed: scenario.seed, replication, ...measured };
  return { ...result, hash: sha256Hex(new TextEncoder().encode(JSON.stringify(result))) };
}

/** Work below a block's target, and signatures for the last block, of every lab that mines; only where the rule asks for them. */
function showWork(
  { identities }: Parties,
  rule: SimulatedRule,
  fruitsPerBlock: number,
  random: Random,
  apply: (grants: readonly Grant[]) => void,
): void {
  if (!rule.asksForWork) return;
  const total = identities.reduce((sum, { hash }) => sum + hash, 0);
  for (const { id, hash } of identities) {
    if (hash === 0) continue;
    const count = poisson(random, (fruitsPerBlock * hash) / total);
    if (count > 0) apply(rule.onShare(id, count));
    apply(rule.onAttestation(id));
  }
}

function sealersOf(scenario: Scenario, { labs, identities }: Parties, hashes: readonly number[], network: Random): SealersOptions {
  const total = identities.reduce((sum, { hash }) => sum + hash, 0);
  const holders = identities.flatMap(({ lab, hash }, identity) => {
    const policy = hash > 0 ? labs[lab]?.strategy.policy?.(hash / total, scenario.gamma) : undefined;
    return policy === undefined ? [] : [{ identity, policy }];
  });
  if (holders.length > 1) {
    throw new MedrecError({
      code: 'SCENARIO_INVALID',
      message: 'More than one lab withholds blocks.',
      facts: { labs: holders.length },
      remedy: 'Let one lab withhold: races between several withholders are not simulated.',
    });
  }
  const rivalChance = measureRivalChance(scenario, network);
  return { hashes, interval: scenario.blockSeconds, rivalChance, gamma: scenario.gamma, attacker: holders[0] };
}
