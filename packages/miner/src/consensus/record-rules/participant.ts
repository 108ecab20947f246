import type { Hex } from '@medrec/shared/bytes';

/** The Registrar's view of an address at the state a rule looks at. */
export interface RuleParticipant {
  readonly id: Hex;
  /** As `ROLE` numbers them. */
  readonly role: number;
  readonly active: boolean;
  /** Whose quota pays; its own address for a provider or lab. */
  readonly sponsor: Hex;
}

/** Where a transaction was met. A pool's head may lag its peers', so there an unmet rule is no proof of bad faith. */
export type MetIn = 'block' | 'pool';
