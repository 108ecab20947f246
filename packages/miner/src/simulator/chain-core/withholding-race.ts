import type { Random } from '../random/index.ts';
import { ACTION, FORK, type WithholdingPolicy } from './withholding-policy.ts';

/** Names of our own: the race reads them at every block. */
const { adopt, override, match, runOut } = ACTION;
const { irrelevant, relevant, active } = FORK;

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
  const width = cap + 1;
  let attacker = 0;
  let honest = 0;
  let fork: number = irrelevant;
  let attackerPaid = 0;
  let honestPaid = 0;
  let stale = 0;
  let deepestReorg = 0;
  for (let found = 0; found < blocks; found++) {
    const action = actions[(attacker * width + honest) * 3 + fork];
    if (action === override) {
      attackerPaid += honest + 1;
      stale += honest;
      if (honest > deepestReorg) deepestReorg = honest;
      attacker -= honest + 1;
      honest = 0;
      fork = irrelevant;
    } else if (action === adopt) {
      honestPaid += honest;
      stale += attacker;
      attacker = 0;
      honest = 0;
      fork = irrelevant;
    } else if (action === match) {
      fork = active;
    } else if (action === runOut) {
      for (; attacker > honest + 1; found++) {
        if (random.uniform() < alpha) attacker += 1;
        else honest += 1;
      }
      attackerPaid += attacker;
      stale += honest;
      if (honest > deepestReorg) deepestReorg = honest;
      attacker = 0;
      honest = 0;
      fork = irrelevant;
    }
    if (random.uniform() < alpha) {
      attacker += 1;
      if (fork !== active) fork = irrelevant;
    } else if (fork === active && random.uniform() < gamma) {
      attackerPaid += honest;
      stale += honest;
      if (honest > deepestReorg) deepestReorg = honest;
      attacker -= honest;
      honest = 1;
      fork = relevant;
    } else {
      honest += 1;
      fork = relevant;
    }
  }
  return { attacker: attackerPaid, honest: honestPaid, stale, deepestReorg };
}
