/** Where an entitlement stands on its way to the lab's library, in order. */
export type EntitlementStage =
  | 'unconfirmed' // granted in a block that a reorganisation may still remove
  | 'epoch-open' // its census epoch still runs
  | 'awaiting-close' // over, but the provider has not closed it
  | 'awaiting-release' // closed; the provider has not published the commitments
  | 'confirming-release' // published, not yet k deep
  | 'claimable'
  | 'filed' // claimed, verified and in the library
  | 'lost'; // the provider reported the bytes lost

export interface StageFacts {
  readonly filed: boolean;
  readonly lost: boolean;
  readonly headNumber: bigint;
  readonly confirmations: bigint;
  readonly grantedAt: bigint;
  readonly epoch: bigint;
  readonly currentEpoch: bigint;
  readonly closed: boolean;
  /** Block of the publication, 0n before it. */
  readonly publishedAt: bigint;
}

export function stageOf(facts: StageFacts): EntitlementStage {
  if (facts.filed) return 'filed';
  if (facts.lost) return 'lost';
  if (facts.headNumber - facts.grantedAt < facts.confirmations) return 'unconfirmed';
  if (facts.epoch >= facts.currentEpoch) return 'epoch-open';
  if (!facts.closed) return 'awaiting-close';
  if (facts.publishedAt === 0n) return 'awaiting-release';
  return facts.headNumber - facts.publishedAt < facts.confirmations ? 'confirming-release' : 'claimable';
}
