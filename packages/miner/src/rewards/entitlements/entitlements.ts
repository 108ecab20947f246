import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS } from '@medrec/shared/chain';
import type { NodeClient } from '@medrec/shared/client';
import { censusAbi, decodeEvents, eventTopic } from '@medrec/shared/contracts';
import { entryName, type Library } from '../library/library.ts';
import type { ChainReads } from './chain-reads.ts';
import { type EntitlementStage, stageOf } from './stage.ts';

/** A tier of a release that sealing has earned this lab. */
export interface Entitlement {
  readonly releaseKey: Hex;
  readonly providerId: Hex;
  readonly product: Hex;
  /** As in the catalogue, for example C01; the first digits of the definition's hash for a product added after genesis. */
  readonly productId: string;
  /** What the library calls it, once it is filed. */
  readonly libraryName: string;
  readonly epoch: bigint;
  /** Highest tier owned. */
  readonly tier: number;
  /** Block that granted it. */
  readonly grantedAt: bigint;
  /** Blocks on top of it. */
  readonly confirmations: bigint;
  readonly stage: EntitlementStage;
  /** Least seconds until the census epoch is over; 0 once it is. */
  readonly epochEndsInSeconds: number;
}

/** All that the lab has earned, oldest first, from the chain's own events and state. */
export async function listEntitlements(
  client: NodeClient,
  reads: ChainReads,
  labId: Hex,
  library: Library,
  nowSeconds: bigint,
): Promise<Entitlement[]> {
  const [head, config, logs] = await Promise.all([
    client.head(),
    client.config(),
    client.logs({ address: CENSUS_ADDRESS, topics: [eventTopic(censusAbi, 'Entitled'), labId], fromBlock: 0n }),
  ]);
  const releases = new Map(
    decodeEvents(censusAbi, logs).flatMap((event) => (event.name === 'Entitled' ? [[event.args.releaseKey, event.args] as const] : [])),
  );
  const filed = new Set((await library.list()).map(({ receipt }) => `${receipt.releaseKey}:${receipt.tier}`));
  const productIds = new Map(config.products.map(({ definitionHash, id }) => [definitionHash.toLowerCase(), id]));
  const genesisTime = await reads.genesisTime();
  const epochSeconds = BigInt(config.censusEpochSeconds);
  return Promise.all(
    [...releases.values()].map(async (granted): Promise<Entitlement> => {
      const [owned, release, closedAt] = await Promise.all([
        reads.entitlementOf(labId, granted.releaseKey),
        reads.releaseOf(granted.releaseKey),
        reads.closedAt(granted.providerId, granted.epoch),
      ]);
      const endsAt = genesisTime + (granted.epoch + 1n) * epochSeconds;
      const stage = stageOf({
        filed: filed.has(`${granted.releaseKey}:${owned.tier}`),
        lost: release.lost,
        headNumber: head.number,
        confirmations: BigInt(config.confirmations),
        grantedAt: owned.grantedAt,
        epoch: granted.epoch,
        currentEpoch: (head.timestamp - genesisTime) / epochSeconds,
        closed: closedAt > 0n,
        publishedAt: release.publishedAt,
      });
      const { providerId, product } = granted;
      const productId = productIds.get(product.toLowerCase()) ?? product.slice(2, 10);
      return {
        releaseKey: granted.releaseKey,
        providerId,
        product,
        productId,
        libraryName: entryName({ productId, epoch: Number(granted.epoch), tier: owned.tier, providerId }),
        epoch: granted.epoch,
        tier: owned.tier,
        grantedAt: owned.grantedAt,
        confirmations: head.number - owned.grantedAt,
        stage,
        epochEndsInSeconds: Math.max(0, Number(endsAt - nowSeconds)),
      };
    }),
  );
}
