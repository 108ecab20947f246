import { ROLE } from '@medrec/shared/chain';

/** Bounds of one node's pool; not consensus. */
export interface PoolLimits {
  readonly maxTransactions: number;
  /** Of all transactions together. */
  readonly maxBytes: number;
  readonly maxPerSender: number;
  readonly maxTransactionBytes: number;
  /** Share of the places that providers and labs leave to patients, delegates and readers. */
  readonly reservedPatientShare: number;
  /** Share of the places that those leave to providers and labs. */
  readonly reservedInstitutionShare: number;
  /** Milliseconds until a transaction that no block takes is dropped. */
  readonly lifetimeMs: number;
  /** Heads on which a transaction may fail before it is dropped. */
  readonly maxFailedHeads: number;
  /** Milliseconds over which a sender's failed executions are counted. */
  readonly failureWindowMs: number;
  /** Failed executions in that time, by role number. */
  readonly maxFailures: Readonly<Record<number, number>>;
}

export const DEFAULT_LIMITS: PoolLimits = {
  maxTransactions: 20_000,
  maxBytes: 128 * 1024 * 1024,
  maxPerSender: 256,
  maxTransactionBytes: 128 * 1024,
  reservedPatientShare: 0.1,
  reservedInstitutionShare: 0.25,
  lifetimeMs: 3 * 3_600_000,
  maxFailedHeads: 3,
  failureWindowMs: 10 * 60_000,
  // A provider sends for thousands of patients; a patient's wallet simulates before it sends.
  maxFailures: { [ROLE.provider]: 256, [ROLE.lab]: 64, [ROLE.patient]: 16, [ROLE.delegate]: 16, [ROLE.reader]: 16 },
};
