import type { Hex } from '@medrec/shared/bytes';
import { type ProductDefinition, releaseKey as releaseKeyOf } from '@medrec/shared/census';
import { censusAbi, encodeCall } from '@medrec/shared/contracts';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { ReleaseWriter } from '../release/index.ts';
import { confirmPublished } from './confirm-published.ts';
import { type DrawDependencies, drawRelease } from './draw-release.ts';
import { createEventCursor } from './event-cursor.ts';
import { createOnceSender } from './once-sender.ts';
import { RELEASE_STAGE, type Transactions } from './ports.ts';

export interface ReleaseDependencies extends DrawDependencies {
  readonly products: readonly ProductDefinition[];
  readonly writer: ReleaseWriter;
  readonly transactions: Transactions;
  /** Warehouse numbers of the patients whose records are on the chain now. */
  readonly population: () => Promise<readonly string[]>;
  /** True when the ledger says that the release is published and its packages may be given out. */
  readonly isPublished: (releaseKey: Hex) => boolean;
  readonly log: Logger;
}

/** Closes epochs, draws their funded releases and publishes them; which step is next, the chain says. */
export interface ReleasePublisher {
  /** Funded releases, by whether labs may have them already. */
  counts(): { readonly waiting: number; readonly published: number };
  turn(): Promise<void>;
}

export interface FundedRelease {
  readonly releaseKey: Hex;
  readonly product: Hex;
  readonly epoch: bigint;
}

export function createReleasePublisher(dependencies: ReleaseDependencies): ReleasePublisher {
  const { chain, providerId, transactions, writer, log } = dependencies;
  const open = new Map<Hex, FundedRelease>();
  const published = new Set<Hex>();
  const givenUp = new Set<Hex>();
  const sender = createOnceSender(chain, transactions);
  const cursor = createEventCursor(chain);

  const findFunded = (fromBlock: bigint, toBlock: bigint): Promise<void> =>
    chain.fundedIn(providerId, fromBlock, toBlock).then((funded) => {
      for (const { product, epoch } of funded) {
        const releaseKey = releaseKeyOf({ providerId, product, epoch });
        if (dependencies.isPublished(releaseKey)) published.add(releaseKey);
        else if (!givenUp.has(releaseKey)) open.set(releaseKey, { releaseKey, product, epoch });
      }
    });

  const step = async (release: FundedRelease, head: bigint, epochNow: bigint): Promise<void> => {
    const { releaseKey, product, epoch } = release;
    const { stage, publishedAt } = await chain.releaseOf(releaseKey, 'latest');
    if (stage === RELEASE_STAGE.none) return void open.delete(releaseKey); // its block was undone
    if (stage === RELEASE_STAGE.published) {
      if (head - publishedAt < chain.confirmations) return;
      await confirmPublished(release, dependencies);
      open.delete(releaseKey);
      published.add(releaseKey);
      return;
    }
    if (epoch >= epochNow) return;
    const closedAt = await chain.closedAt(providerId, epoch, 'latest');
    if (closedAt === 0n) {
      const { root } = await dependencies.snapshots.fix(epoch, dependencies.population);
      return sender.send(`close ${epoch}`, `close census epoch ${epoch}`, encodeCall(censusAbi, 'closeEpoch', [epoch, root]));
    }
    if (head - closedAt < chain.confirmations || sender.isOnItsWay(releaseKey)) return;
    const { commitments } = await drawRelease({ ...release, closedAt }, dependencies);
    await writer.markPublishing(releaseKey);
    log.info({ releaseKey, epoch: epoch.toString(), tiers: commitments.length }, `drawn: release of epoch ${epoch}`);
    await sender.send(
      releaseKey,
      `publish the release of epoch ${epoch}`,
      encodeCall(censusAbi, 'publishRelease', [product, epoch, commitments]),
    );
  };

  return {
    counts: () => ({ waiting: open.size, published: published.size }),
    async turn() {
      await cursor.advance(findFunded);
      const { number } = await chain.head();
      const epochNow = await chain.currentEpoch('latest');
      const ordered = [...open.values()].sort((a, b) => Number(a.epoch - b.epoch));
      for (const release of ordered) {
        try {
          await step(release, number, epochNow);
        } catch (thrown) {
          // Without the node none can go on: the loop waits for it.
          if (asMedrecError(thrown).code === 'NODE_UNREACHABLE') throw thrown;
          // One release that cannot go on must not hold up the others.
          const { code, message } = asMedrecError(thrown);
          log.error({ releaseKey: release.releaseKey, epoch: release.epoch.toString(), code }, message);
          if (code === 'RELEASE_LOST' || code === 'PRODUCT_UNKNOWN' || code === 'BUDGET_EXHAUSTED') giveUp(release.releaseKey);
        }
      }
    },
  };

  /** Looking again changes nothing until the operator has acted; a restart looks again. */
  function giveUp(releaseKey: Hex): void {
    open.delete(releaseKey);
    givenUp.add(releaseKey);
  }
}
