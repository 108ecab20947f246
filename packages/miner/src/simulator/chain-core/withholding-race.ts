import type { Random } from '../random/index.ts';
import { ACTION, FORK, policyIndex, type WithholdingPolicy } from './withholding-policy.ts';

export interface WithholdingOptions {
  /** Attacker's share of the hash rate, below ½. */
  readonly alpha: number;
  /** Share of honest hash rate that follows the attacker's branch in a race. */
  readonly gamma: number;
  readonly policy: WithholdingPolicy;
  /** Blocks found, by whomever. */
  readonly blocks: number;
}

export interface WithholdingOutcome {
  /** Blocks on the main chain. */
  readonly attacker: number;
  readonly honest: number;
  /** Blocks found that are on no main chain, those of the unfinished race left out. */
  readonly stale: number;
  /** Honest blocks that the longest single override or match replaced. */
  readonly deepestReorg: number;
}

/** One attacker who withholds by a policy against honest miners, block by block. No network, no clock: only who finds the next block. */
export function runWithholdingRace({ alpha, gamma, policy, blocks }: WithholdingOptions, random: Random): WithholdingOutcome {
  const { cap, actions } = policy;
  let attacker = 0;
  let honest = 0;
  let fork: number = FORK.irrelevant;
  let attackerPaid = 0;
  let honestPaid = 0;
  let stale = 0;
  let deepestReorg = 0;
  for (let found = 0; found < blocks; found++) {
    const action = actions[policyIndex(cap, attacker, honest, fork)];
    if (action === ACTION.override) {
      attackerPaid += honest + 1;
      stale += honest;
      if (honest > deepestReorg) deepestReorg = honest;
      attacker -= honest + 1;
      honest = 0;
      fork = FORK.irrelevant;
    } else if (action === ACTION.adopt) {
      honestPaid += honest;
      stale += attacker;
      attacker = 0;
      honest = 0;
      fork = FORK.irrelevant;
    } else if (action === ACTION.match) {
      fork = FORK.active;
    } else if (action === ACTION.runOut) {
      for (; attacker > honest + 1; found++) {
        if (random.uniform() < alpha) attacker += 1;
        else honest += 1;
      }
      attackerPaid += attacker;
      stale += honest;
      if (honest > deepestReorg) deepestReorg = honest;
      attacker = 0;
      honest = 0;
      fork = FORK.irrelevant;
    }
    if (random.uniform() < alpha) {
      attacker += 1;
      if (fork !== FORK.active) fork = FORK.irrelevant;
    } else if (fork === FORK.active && random.uniform() < gamma) {
      attackerPaid += honest;
      stale += honest;
      if (honest > deepestReorg) deepestReorg = honest;
      attacker -= honest;
      honest = 1;
      fork = FORK.relevant;
    } else {
      honest += 1;
      fork = FORK.relevant;
    }
  }
  return { attacker: attackerPaid, honest: honestPaid, stale, deepestReorg };
}
