import { bytesToHex, type Hex, sameAddress } from '@medrec/shared/bytes';
import { releaseKey } from '@medrec/shared/census';
import { CENSUS_ADDRESS, RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, decodeCall, readContract, relationshipsAbi } from '@medrec/shared/contracts';
import type { Chain } from '../chain/index.ts';
import type { Executor } from '../execution/index.ts';
import { createBoundedCache } from '../store/index.ts';
import type { OrderingPolicy, PooledTransaction, TxPool } from './types.ts';

export interface OfferOrderDependencies {
  readonly chain: Pick<Chain, 'head' | 'call' | 'onHead'>;
  readonly executor: Pick<Executor, 'participantAt'>;
  readonly pool: Pick<TxPool, 'all' | 'onAdded'>;
  /** The sealing lab's account. */
  readonly lab: Hex;
  readonly nowMs: () => number;
}

/** Nothing waits longer than this behind offers that are worth more. */
const PATIENCE_MS = 60_000;
const REMEMBERED_OFFERS = 10_000;

interface Offer {
  readonly product: Hex;
  readonly epoch: bigint;
  readonly tier: number;
}

/**
 * First the transactions with an offer that this lab does not own yet, then the others, each first seen first. What carries no
 * offer (a patient's grant, consent or revocation) and what has waited for a minute goes before all: care does not compete.
 */
export function createOfferOrder(dependencies: OfferOrderDependencies): OrderingPolicy & { stop(): void } {
  const { chain, executor, pool, lab, nowMs } = dependencies;
  const offers = new WeakMap<PooledTransaction['transaction'], Offer | null>();
  /** True: owned. Entitlements are never taken back but by a reorganisation, so only those looked up at this head count. */
  let owned = createBoundedCache<string, boolean>(REMEMBERED_OFFERS);

  const offerOf = ({ transaction }: PooledTransaction): Offer | null => {
    const known = offers.get(transaction);
    if (known !== undefined) return known;
    const offer = readOffer(transaction);
    offers.set(transaction, offer);
    return offer;
  };

  const lookUp = async (pooled: PooledTransaction): Promise<void> => {
    const offer = offerOf(pooled);
    if (offer === null || owned.get(keyOf(pooled.sender, offer)) !== undefined) return;
    const seen = owned;
    const { hash, header } = chain.head();
    const [provider, sealer] = await Promise.all([pooled.sender, lab].map((account) => executor.participantAt(header.stateRoot, account)));
    if (provider === undefined || sealer === undefined) return;
    const key = releaseKey({ providerId: provider.id, product: offer.product, epoch: offer.epoch });
    const call = async (to: Hex, data: Hex): Promise<Hex> => bytesToHex((await chain.call(hash, { to, data })).returnData);
    const mayClaim = await readContract(call, CENSUS_ADDRESS, censusAbi, 'mayClaim', [sealer.id, key, offer.tier]);
    seen.set(keyOf(pooled.sender, offer), mayClaim, 1);
  };
  const lookUpQuietly = (pooled: PooledTransaction): Promise<void> => lookUp(pooled).catch(() => undefined); // unknown is worth trying

  const stops = [
    pool.onAdded((pooled) => void lookUpQuietly(pooled)),
    chain.onHead(() => {
      owned = createBoundedCache(REMEMBERED_OFFERS);
      void lookUpEach();
    }),
  ];
  async function lookUpEach(): Promise<void> {
    const seen = owned;
    for (const pooled of pool.all()) {
      if (seen !== owned) return; // a newer head has begun anew
      await lookUpQuietly(pooled);
    }
  }

  return {
    valueOf(pooled) {
      const offer = offerOf(pooled);
      if (offer === null || nowMs() - pooled.addedMs > PATIENCE_MS) return Number.POSITIVE_INFINITY;
      return owned.get(keyOf(pooled.sender, offer)) === true ? 0 : 1;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function readOffer({ to, data }: PooledTransaction['transaction']): Offer | null {
  if (to === undefined || !sameAddress(to.toString(), RELATIONSHIPS_ADDRESS)) return null;
  try {
    return decodeCall(relationshipsAbi, 'setRecords', bytesToHex(data))?.[0] ?? null;
  } catch {
    return null; // the contract reverts on such a call, so it is never in a block
  }
}

function keyOf(sender: Hex, { product, epoch, tier }: Offer): string {
  return `${sender} ${product} ${epoch} ${tier}`;
}
