import { DATASHEET_FORMAT, type ProductDefinition, productHash, productMicroRho, type ReleaseDatasheet } from '@medrec/shared/census';
import { type PublishedCell, reportedEpsilon, type TierPlan } from '../privacy/index.ts';

/** The δ every (ε, δ) is quoted at. */
export const REPORTED_DELTA = 1e-6;

export interface DatasheetInput {
  readonly product: ProductDefinition;
  readonly plan: TierPlan;
  readonly epoch: number;
  readonly cells: readonly PublishedCell[];
  readonly minimumCohort: number;
  /** Spent by this provider so far, this release included, and its lifetime budget; millionths of ρ. */
  readonly budget: { readonly spentMicroRho: number; readonly lifetimeMicroRho: number };
  /** Version of the restricted-ZIP table that de-identification used. */
  readonly zipTable: string;
}

/** Shaped after NIST SP 800-226, *Guidelines for Evaluating Differential Privacy Guarantees*. */
export function createDatasheet(input: DatasheetInput): ReleaseDatasheet {
  const { product, plan, budget } = input;
  return {
    format: DATASHEET_FORMAT,
    product: { id: product.id, version: product.version, title: product.title, definitionHash: productHash(product) },
    epoch: input.epoch,
    tier: plan.tier,
    privacy: {
      definition: 'zero-concentrated differential privacy',
      unit: 'one patient at this provider, over all epochs',
      neighbours: 'one patient, with all records, added or removed',
      release: privacyLoss(productMicroRho(product)),
      lifetime: privacyLoss(budget.spentMicroRho),
      lifetimeBudgetMicroRho: budget.lifetimeMicroRho,
    },
    bounds: { cellsPerPatient: product.contributionBound, perCell: 1, l2SensitivitySquared: product.contributionBound },
    mechanism: {
      name: 'discrete Gaussian',
      sampler:
        'exact, in integer arithmetic: inversion with digits drawn as needed, rejection (Canonne, Kamath, Steinke 2020) where σ > 1024',
      randomness: 'the operating system’s cryptographic generator; no seed is kept',
      sigmaSquared: { numerator: plan.sigmaSquared.numerator.toString(), denominator: plan.sigmaSquared.denominator.toString() },
      summedCells: plan.summedCells,
    },
    suppression: {
      minimumCohort: input.minimumCohort,
      rule: 'A cell whose noisy value is under the minimum cohort is withheld; withheld means suppressed or zero.',
      cells: input.cells.length,
      suppressedCells: input.cells.filter((cell) => cell.value === null).length,
    },
    deidentification: { method: 'HIPAA Safe Harbor, 45 CFR 164.514(b)(2)', zipTable: input.zipTable },
    statements: STATEMENTS,
  };
}

const STATEMENTS = [
  'Patients who opted out of this purpose were removed before anything was counted.',
  'All tiers of a release together cost the ρ quoted for the release, because coarser tiers add noise to finer ones.',
  'The lifetime budget never renews.',
  'A patient of h providers bears the sum of what the h providers spend.',
  'Standard errors and intervals describe the noise alone, not sampling, coding or care-seeking.',
  'Low noisy values are withheld, so where the standard error is as large as the minimum cohort, sums over published cells are too high.',
  'Numbers and times of record updates on the chain are public and outside this guarantee.',
];

function privacyLoss(microRho: number): ReleaseDatasheet['privacy']['release'] {
  return { microRho, epsilon: reportedEpsilon(microRho, REPORTED_DELTA), delta: REPORTED_DELTA };
}
