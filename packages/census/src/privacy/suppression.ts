import { CONF_STATUS, OBS_STATUS } from '@medrec/shared/census';
import type { Rational } from './rational.ts';
import { rationalToNumber } from './rational.ts';

/** The floor US federal health statistics use for published counts (CMS cell-size policy): no cell of 1 to 10. */
export const DEFAULT_MINIMUM_COHORT = 11;

// Two-sided 95 % quantile of the normal distribution.
const Z_95 = 1.959964;

/** One published cell; a withheld one says nothing but that its noisy count was under the floor. */
export interface PublishedCell {
  readonly value: number | null;
  /** Standard error of the noise, in patients. */
  readonly se: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly obsStatus: string;
  readonly confStatus: string;
}

const WITHHELD: PublishedCell = {
  value: null,
  se: null,
  ciLow: null,
  ciHigh: null,
  obsStatus: OBS_STATUS.withheld,
  confStatus: CONF_STATUS.withheld,
};

/**
 * Withholds cells under the cohort floor and gives the others their error. The rule reads the *noisy* value only, so
 * which cells are withheld is post-processing and reveals nothing more.
 */
export function publishCells(cells: Float64Array, sigmaSquared: Rational, minimumCohort: number): readonly PublishedCell[] {
  const sigma = Math.sqrt(rationalToNumber(sigmaSquared));
  return Array.from(cells, (value) => {
    if (value < minimumCohort) return WITHHELD;
    return {
      value,
      se: round(sigma),
      ciLow: round(Math.max(0, value - Z_95 * sigma)),
      ciHigh: round(Math.max(0, value + Z_95 * sigma)),
      obsStatus: OBS_STATUS.normal,
      confStatus: CONF_STATUS.free,
    };
  });
}

/** Two decimals: a hundredth of a patient is beneath any error quoted. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
