import type { OfferView, RecordWork } from '../../rewards/index.ts';
import type { Lab, Parties } from '../model/index.ts';
import type { WaitingWork } from '../strategies/index.ts';
import type { Holdings } from './holdings.ts';
import type { Offers } from './offers.ts';

/** Care that waits to be sealed, by provider, and how long it waits. */
export interface Care {
  /** Another interval's records come in. */
  arrive(): void;
  /** Fills the sealer's block and says what is in it. @param part share of the offers that it takes, for a lab that leaves some to others */
  fill(lab: Lab, index: number, at: BlockMoment, part: number): BlockContent;
  /** Offers now waiting of releases that the lab lacks. */
  newTo(index: number, at: BlockMoment): number;
  /** Mean number of blocks that a record item waited beyond the next one. */
  meanWait(): number;
}

export interface BlockMoment {
  readonly block: number;
  readonly epoch: number;
  readonly day: number;
}

export interface BlockContent {
  readonly offers: readonly OfferView[];
  readonly records: readonly RecordWork[];
}

/** Blocks hold this many times what comes in on average. */
const ROOM = 2;

/** @param creditRule whether blocks earn credits: then all foreign work pays, whatever is offered with it */
export function createCare({ labs, providers }: Parties, offers: Offers, holdings: Holdings, finest: number, creditRule: boolean): Care {
  const waiting = new Float64Array(providers.length);
  const capacity = ROOM * providers.reduce((sum, { terms }) => sum + terms.recordsPerBlock, 0);
  let arrived = 0;
  let waited = 0;

  function workOf(lab: number, at: BlockMoment): WaitingWork[] {
    return providers.flatMap((_, provider): WaitingWork[] => {
      const items = waiting[provider] ?? 0;
      if (items === 0) return [];
      const product = offers.nextProduct(provider, at.block, at.day);
      const release = product === undefined ? undefined : offers.existing(provider, product, at.epoch);
      const lacks = product !== undefined && (release === undefined || holdings.heldTier(lab, release) < finest);
      const pays = creditRule ? labs[lab]?.affiliates.has(provider) === false : lacks;
      return [{ provider, items, hasOffer: product !== undefined, pays }];
    });
  }

  return {
    arrive() {
      for (const [provider, { terms }] of providers.entries()) {
        waited += waiting[provider] ?? 0;
        waiting[provider] = (waiting[provider] ?? 0) + terms.recordsPerBlock;
        arrived += terms.recordsPerBlock;
      }
    },
    fill(lab, index, at, part) {
      const view = { affiliates: lab.affiliates, censored: lab.censored, capacity };
      const work = workOf(index, at);
      const taken = lab.strategy.fill?.(work, view) ?? work;
      const offered = taken.slice(0, Math.ceil(taken.length * part));
      for (const { provider } of offered) waiting[provider] = 0;
      return {
        records: offered.map(({ provider, items }) => ({
          providerId: providers[provider]?.id ?? '0x',
          items,
          affiliated: lab.terms.declares && lab.affiliates.has(provider),
        })),
        offers: offered.flatMap(({ provider }): OfferView[] => {
          const product = offers.nextProduct(provider, at.block, at.day);
          const offer = product === undefined ? undefined : offers.record(provider, product, at.epoch, at.day);
          return offer === undefined ? [] : [offer];
        }),
      };
    },
    // Credits pay each item once, whenever it is sealed: no head is richer than another.
    newTo: (index, at) => (creditRule ? 0 : workOf(index, at).filter(({ pays }) => pays).length),
    meanWait: () => (arrived === 0 ? 0 : waited / arrived),
  };
}
