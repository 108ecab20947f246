import type { OfferView } from '../../rewards/index.ts';
import { createPrivacyLedger, type Parties, type PrivacyLedger, simulatedId } from '../model/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Holdings, Release } from './holdings.ts';
import type { SimulatedRule } from './simulated-rule.ts';

/** What providers offer, and what their budgets cover. */
export interface Offers {
  readonly ledgers: readonly PrivacyLedger[];
  /** The product that a provider's next transaction offers, or undefined when it offers nothing now. */
  nextProduct(provider: number, block: number, day: number): number | undefined;
  /** The release on offer, if it was drawn in this epoch already. */
  existing(provider: number, product: number, epoch: number): Release | undefined;
  /** The offer as the contract records it when the block is executed; undefined when the budget covers none. */
  record(provider: number, product: number, epoch: number, day: number): OfferView | undefined;
  /** Charges an answer of its own, where the rule gives such. */
  chargeAnswer(release: Release, tier: number, precision: number, day: number): boolean;
}

export function createOffers(scenario: Scenario, parties: Parties, rule: SimulatedRule, holdings: Holdings): Offers {
  const { products, tiers } = scenario;
  const smallest = Math.min(...products.map(({ rho }) => rho));
  const ledgers = parties.providers.map(({ terms }) => createPrivacyLedger(terms, rule.budget.unlock, smallest));
  const finest = tiers.length - 1;
  const keyOf = (provider: number, product: number, epoch: number) =>
    simulatedId('release', (epoch * parties.providers.length + provider) * products.length + product);

  return {
    ledgers,
    nextProduct(provider, block, day) {
      const terms = parties.providers[provider]?.terms;
      if (terms === undefined || terms.offers === 'refuse') return undefined;
      if (terms.offers === 'delay' && day % scenario.epochDays < terms.offerDelayDays) return undefined;
      return (block + provider) % products.length;
    },
    existing: (provider, product, epoch) => holdings.find(keyOf(provider, product, epoch)),
    record(provider, product, epoch, day) {
      const releaseKey = keyOf(provider, product, epoch);
      if (holdings.find(releaseKey) === undefined) {
        const covered = rule.budget.charge === 'answer' || ledgers[provider]?.debit(products[product]?.rho ?? 0, day) === true;
        if (!covered) return undefined;
        holdings.open(releaseKey, provider, product, epoch);
      }
      return { providerId: parties.providers[provider]?.id ?? '0x', releaseKey, tier: finest };
    },
    chargeAnswer(release, tier, precision, day) {
      if (rule.budget.charge === 'release') return true;
      const rho = (products[release.product]?.rho ?? 0) * (tiers[tier] ?? 0) * precision;
      return ledgers[release.provider]?.debit(rho, day) === true;
    },
  };
}
