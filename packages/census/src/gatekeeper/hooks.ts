import type { Transactions } from '../publisher/index.ts';
import type { ReleaseHooks, ReleaseWriter } from '../release/index.ts';

/**
 * The crash tests' seam: they stop the process between two durable steps, in the composition that serves. No command of
 * the program and no setting leads here.
 */
export interface HospitalHooks {
  readonly release?: ReleaseHooks;
  /** May do something before or after each call to the real one. */
  transactions?(real: Transactions): Transactions;
  writer?(real: ReleaseWriter): ReleaseWriter;
}
