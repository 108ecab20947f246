import { MedrecError, type MedrecErrorInit } from './medrec-error.ts';

/**
 * What a node does with a peer's message that breaks a rule:
 * `ignore` drops it silently (may be valid elsewhere or later), `reject` drops it and does not pass it on,
 * `penalise` also disconnects and bans the peer, because an honest one cannot have sent it.
 */
export type Verdict = 'ignore' | 'reject' | 'penalise';

export interface RuleErrorInit extends MedrecErrorInit {
  readonly verdict: Verdict;
}

/** A broken consensus or admission rule. The network layer reads the verdict and never parses the message. */
export class RuleError extends MedrecError {
  readonly verdict: Verdict;

  constructor(init: RuleErrorInit) {
    super(init);
    this.name = 'RuleError';
    this.verdict = init.verdict;
  }
}
