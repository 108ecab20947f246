import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS } from '@medrec/shared/chain';
import type { BlockTag, NodeClient } from '@medrec/shared/client';
import { censusAbi, decodeEvents, eventTopic, readContract } from '@medrec/shared/contracts';
import { until } from './until.ts';

/** What sealing a block has earned a lab. */
export interface Entitled {
  readonly releaseKey: Hex;
  readonly providerId: Hex;
  readonly product: Hex;
  readonly epoch: bigint;
  readonly tier: number;
  readonly block: bigint;
}

/** Everything a lab has earned in that block and after it, in order. */
export async function entitledSince(client: NodeClient, labId: Hex, fromBlock: bigint): Promise<Entitled[]> {
  const topics = [eventTopic(censusAbi, 'Entitled'), labId];
  const events = decodeEvents(censusAbi, await client.logs({ address: CENSUS_ADDRESS, topics, fromBlock }));
  return events.flatMap((event) => {
    if (event.name !== 'Entitled') return [];
    const { releaseKey, providerId, product, epoch, tier } = event.args;
    return [{ releaseKey, providerId, product, epoch, tier, block: event.log.blockNumber }];
  });
}

/** The lab's next bounty, as soon as the node shows its block; `cause` brings it about, and is the caller's to await. */
export async function nextEntitled(client: NodeClient, labId: Hex, cause: Promise<unknown>): Promise<Entitled> {
  cause.catch(() => undefined); // meanwhile a failure must not count as unhandled
  const { number } = await client.head();
  return until('the lab earns an offer', async () => (await entitledSince(client, labId, number + 1n))[0], 110_000, 50);
}

export function spentMicroRho(client: NodeClient, providerId: Hex, block: BlockTag = 'latest'): Promise<bigint> {
  return readContract(client.call, CENSUS_ADDRESS, censusAbi, 'spentMicroRho', [providerId], block);
}

export function releaseOf(client: NodeClient, releaseKey: Hex) {
  return readContract(client.call, CENSUS_ADDRESS, censusAbi, 'releaseOf', [releaseKey]);
}

/** What became of an offer, as the Census contract numbers it. */
export const OUTCOME = { funded: 1, joined: 2, none: 3 } as const;

export interface Offered {
  readonly product: Hex;
  readonly epoch: bigint;
  readonly outcome: number;
  /** Whether its epoch still took offers in that block: one that comes late is worth nothing whatever the budget. */
  readonly isTimely: boolean;
  readonly block: bigint;
  readonly transaction: Hex;
}

/** Every offer that a provider's record transactions carried, in order. */
export async function offersOf(client: NodeClient, providerId: Hex): Promise<Offered[]> {
  const topics = [eventTopic(censusAbi, 'OfferRecorded'), providerId];
  const events = decodeEvents(censusAbi, await client.logs({ address: CENSUS_ADDRESS, topics, fromBlock: 0n }));
  const offers: Offered[] = [];
  for (const { name, args, log } of events) {
    if (name !== 'OfferRecorded') continue;
    const { product, epoch, outcome } = args;
    const { blockNumber: block, transactionHash: transaction } = log;
    const [current, closedAt] = await Promise.all([
      readContract(client.call, CENSUS_ADDRESS, censusAbi, 'currentEpoch', [], block),
      readContract(client.call, CENSUS_ADDRESS, censusAbi, 'closedAt', [providerId, epoch], block),
    ]);
    const isTimely = closedAt === 0n && (epoch === current || epoch + 1n === current);
    offers.push({ product, epoch, outcome, isTimely, block, transaction });
  }
  return offers;
}
