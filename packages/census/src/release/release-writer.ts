import type { Hex } from '@medrec/shared/bytes';
import { productMicroRho, releaseKey as releaseKeyOf } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import type { CensusProduct, CensusWarehouse, CountContext } from '../catalogue/index.ts';
import { createSerialQueue, type PrivacyLedger, planTiers, type RandomSource } from '../privacy/index.ts';
import { type BuiltTier, buildRelease } from './build-release.ts';
import type { ReleaseStore } from './store.ts';

export interface ReleaseWriterOptions {
  readonly providerId: Hex;
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** Version of the restricted-ZIP table that de-identification used, for the datasheet. */
  readonly zipTable: string;
}

/** Called after each durable step; a test stops the process there. */
export interface ReleaseHooks {
  afterDebit?(releaseKey: Hex): Promise<void>;
  afterDraw?(releaseKey: Hex): Promise<void>;
  afterStore?(releaseKey: Hex): Promise<void>;
}

export interface ReleaseWriterDependencies {
  readonly ledger: PrivacyLedger;
  readonly store: ReleaseStore;
  readonly warehouse: CensusWarehouse;
  readonly findProduct: (definitionHash: Hex) => CensusProduct;
  readonly random: RandomSource;
  /** EIP-191 signature by the provider over the 32-byte manifest hash. */
  readonly signManifest: (hash: Hex) => Promise<Hex>;
  readonly hooks?: ReleaseHooks;
}

export interface ReleaseRequest {
  /** Hash of the product's definition. */
  readonly product: Hex;
  readonly epoch: number;
  /** As committed by `closeEpoch`, which is confirmed. */
  readonly snapshotRoot: Hex;
  readonly minimumCohort: number;
  readonly context: CountContext;
  /** The release's commitments on the chain, tier 0 first; empty when it is not published. */
  readonly commitmentsOnChain: readonly Hex[];
}

export interface PreparedRelease {
  readonly releaseKey: Hex;
  /** For `publishRelease`, tier 0 first. */
  readonly commitments: readonly Hex[];
}

/** The one that spends a provider's budget. One instance per ledger; calls are served in order. */
export interface ReleaseWriter {
  /**
   * Debit, draw, store: each durable before the next. Called again, at any time, for the same release it resumes, or gives the
   * stored commitments.
   * @throws MedrecError `RELEASE_LOST` when the chain or the ledger shows a release whose bytes are not here;
   * `BUDGET_EXHAUSTED`, `PRODUCT_UNKNOWN`.
   */
  prepare(request: ReleaseRequest): Promise<PreparedRelease>;
  /** Before the transaction is sent: from here on the release is never drawn again. */
  markPublishing(releaseKey: Hex): Promise<void>;
  /** Once the commitments are confirmed: from here on `packageFor` answers. */
  markPublished(releaseKey: Hex): Promise<void>;
  /** One tier's package, the same bytes every time; undefined when it is lost. @throws MedrecError `RELEASE_NOT_READY` before publication. */
  packageFor(releaseKey: Hex, tier: number): Promise<Uint8Array | undefined>;
}

export function createReleaseWriter(options: ReleaseWriterOptions, dependencies: ReleaseWriterDependencies): ReleaseWriter {
  const { ledger, store, hooks } = dependencies;
  const inOrder = createSerialQueue();

  const prepare = async (request: ReleaseRequest): Promise<PreparedRelease> => {
    const product = dependencies.findProduct(request.product);
    const releaseKey = releaseKeyOf({ providerId: options.providerId, product: request.product, epoch: BigInt(request.epoch) });
    const stored = await store.commitmentsOf(releaseKey);
    if (request.commitmentsOnChain.length > 0) {
      await ledger.adoptPublished(releaseKey, productMicroRho(product.definition));
      if (stored === undefined || !sameCommitments(stored, request.commitmentsOnChain)) throw releaseLost(releaseKey);
      return { releaseKey, commitments: stored };
    }
    if (stored !== undefined) return resume(releaseKey, product, stored);
    return draw(request, product, releaseKey);
  };

  /** The bytes are here; the ledger may lack the debit or the last step if one of the two was restored from a copy. */
  const resume = async (releaseKey: Hex, product: CensusProduct, commitments: readonly Hex[]): Promise<PreparedRelease> => {
    await ledger.debit(releaseKey, productMicroRho(product.definition));
    await ledger.advance(releaseKey, 'drawn');
    return { releaseKey, commitments };
  };

  const draw = async (request: ReleaseRequest, product: CensusProduct, releaseKey: Hex): Promise<PreparedRelease> => {
    const state = ledger.stateOf(releaseKey);
    if (state === 'publishing' || state === 'published') throw releaseLost(releaseKey);
    // Planning and counting reveal nothing, so a failure here costs no budget.
    planTiers(product.definition);
    const cube = await product.countExactly(dependencies.warehouse, request.context);
    await ledger.debit(releaseKey, productMicroRho(product.definition));
    await hooks?.afterDebit?.(releaseKey);
    const budget = { spentMicroRho: ledger.spentMicroRho(), lifetimeMicroRho: ledger.lifetimeMicroRho() };
    const tiers = await buildRelease({ ...options, ...request, product: product.definition, cube, budget }, dependencies);
    await hooks?.afterDraw?.(releaseKey);
    await store.put(releaseKey, tiers);
    await hooks?.afterStore?.(releaseKey);
    await ledger.advance(releaseKey, 'drawn');
    return { releaseKey, commitments: tiers.map(({ commitment }: BuiltTier) => commitment) };
  };

  return {
    prepare: (request) => inOrder(() => prepare(request)),
    markPublishing: (releaseKey) => ledger.advance(releaseKey, 'publishing'),
    markPublished: (releaseKey) => ledger.advance(releaseKey, 'published'),
    packageFor: async (releaseKey, tier) => {
      if (ledger.stateOf(releaseKey) !== 'published') throw notReady(releaseKey);
      return store.packageOf(releaseKey, tier);
    },
  };
}

function sameCommitments(a: readonly Hex[], b: readonly Hex[]): boolean {
  return a.length === b.length && a.every((commitment, tier) => commitment.toLowerCase() === b[tier]?.toLowerCase());
}

function releaseLost(releaseKey: Hex): MedrecError {
  return new MedrecError({
    code: 'RELEASE_LOST',
    message: 'The release was published, or may have been, but its bytes are not in the store; it is never drawn twice.',
    facts: { releaseKey },
    remedy: 'Restore the release store from a copy; failing that, report the loss on the chain (`reportLost`).',
  });
}

function notReady(releaseKey: Hex): MedrecError {
  return new MedrecError({
    code: 'RELEASE_NOT_READY',
    message: 'The release’s commitments are not confirmed on the chain yet.',
    facts: { releaseKey },
    remedy: 'Ask again after the publication has the network’s confirmations.',
  });
}
