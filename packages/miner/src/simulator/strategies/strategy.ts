import type { WithholdingPolicy } from '../chain-core/index.ts';

/** What waits to go into a block, from one provider. */
export interface WaitingWork {
  readonly provider: number;
  readonly items: number;
  /** Whether sealing it pays: by an offer that the sealer lacks, or by credits where the rule gives such. */
  readonly pays: boolean;
  readonly hasOffer: boolean;
}

/** What a lab knows when it decides. */
export interface SealerView {
  readonly affiliates: ReadonlySet<number>;
  readonly censored: ReadonlySet<number>;
  /** Record items that fit into a block. */
  readonly capacity: number;
}

/** How a lab departs from honesty. Each function is pure; what is absent is as the honest lab does it. */
export interface Strategy {
  readonly name: string;
  readonly summary: string;
  /** False: it never seals. */
  readonly seals?: false;
  /** It appears as several identities. */
  readonly splits?: true;
  /** It shares what it gets with its group. */
  readonly shares?: true;
  /** It mines beside a rich head in place of on it. */
  readonly undercuts?: true;
  /** Its way of holding blocks back. */
  policy?(alpha: number, gamma: number): WithholdingPolicy;
  /** Whether it mines on, given how many of the epoch's releases it still lacks. */
  minesOn?(lacking: number): boolean;
  /** What it puts into a block: record items by provider. */
  fill?(waiting: readonly WaitingWork[], view: SealerView): readonly WaitingWork[];
}
