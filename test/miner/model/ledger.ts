import type { Hex } from '@medrec/shared/bytes';
import { MICRO_RHO } from '../../torture/world/world.ts';
import type { AuthoredBlock, AuthoredTransaction } from './author.ts';

/** What the census contracts must say after a block, by their rules written down anew (docs/protocol.md, "A record's way"). */
export interface Ledger {
  /** Micro-ρ by provider. */
  readonly spent: readonly number[];
  readonly releases: ReadonlyMap<string, LedgerRelease>;
}

export interface LedgerRelease {
  readonly provider: number;
  readonly product: Hex;
  readonly epoch: bigint;
  readonly fundedAt: bigint;
  /** Highest tier by lab. */
  readonly tiers: readonly number[];
}

export function emptyLedger(providers: number): Ledger {
  return { spent: Array.from({ length: providers }, () => 0), releases: new Map() };
}

/** @param lifetime of each provider's budget, in micro-ρ */
export function ledgerAfter(before: Ledger, block: AuthoredBlock, epoch: bigint, lifetime: number, labs: number): Ledger {
  const spent = [...before.spent];
  const releases = new Map(before.releases);
  const collected = new Map<string, number>();
  for (const offer of block.transactions) {
    if (offer.epoch !== epoch && offer.epoch + 1n !== epoch) continue;
    const name = nameOf(offer);
    if (!releases.has(name)) {
      const after = (spent[offer.provider] ?? 0) + MICRO_RHO;
      if (after > lifetime) continue;
      spent[offer.provider] = after;
      const { provider, product } = offer;
      const tiers = Array.from({ length: labs }, () => 0);
      releases.set(name, { provider, product, epoch: offer.epoch, fundedAt: block.header.number, tiers });
    }
    collected.set(name, Math.max(collected.get(name) ?? 0, offer.tier));
  }
  for (const [name, tier] of collected) {
    const release = releases.get(name) as LedgerRelease;
    releases.set(name, { ...release, tiers: release.tiers.map((owned, lab) => (lab === block.lab ? Math.max(owned, tier) : owned)) });
  }
  return { spent, releases };
}

function nameOf({ provider, product, epoch }: AuthoredTransaction): string {
  return `${provider} ${product} ${epoch}`;
}
