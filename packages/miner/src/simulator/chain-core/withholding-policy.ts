import { MedrecError } from '@medrec/shared/errors';

/**
 * Who found the last block of a race, and what follows for matching (Sapirshtein, Sompolinsky & Zohar, *Optimal selfish mining
 * strategies in Bitcoin*, 2016, §4): `irrelevant` the attacker did, `relevant` an honest miner did, `active` the branches are published
 * level and honest miners are split.
 */
export const FORK = { irrelevant: 0, relevant: 1, active: 2 } as const;
/**
 * `adopt` the public branch, `override` it by one block more, `match` its length, or `wait`. `runOut` is what a table with an end needs: keep
 * all private until the lead is one block, then publish everything.
 */
export const ACTION = { adopt: 0, override: 1, match: 2, wait: 3, runOut: 4 } as const;

/** The action at each (attacker's blocks, public blocks, fork); a length of `cap` leaves adopt, override and running out. */
export interface WithholdingPolicy {
  readonly cap: number;
  readonly actions: Uint8Array;
}

export function policyIndex(cap: number, attacker: number, honest: number, fork: number): number {
  return (attacker * (cap + 1) + honest) * 3 + fork;
}

/** @throws MedrecError `POLICY_INVALID` when the policy asks for what no attacker can do */
export function createPolicy(cap: number, choose: (attacker: number, honest: number, fork: number) => number): WithholdingPolicy {
  const actions = new Uint8Array((cap + 1) ** 2 * 3);
  for (let attacker = 0; attacker <= cap; attacker++) {
    for (let honest = 0; honest <= cap; honest++) {
      for (let fork = 0; fork < 3; fork++) {
        const atCap = attacker === cap || honest === cap;
        const chosen = choose(attacker, honest, fork);
        const waits = chosen === ACTION.match || chosen === ACTION.wait;
        const action = atCap && waits ? (attacker > honest ? ACTION.runOut : ACTION.adopt) : chosen;
        requirePossible(action, attacker, honest);
        actions[policyIndex(cap, attacker, honest, fork)] = action;
      }
    }
  }
  return { cap, actions };
}

function requirePossible(action: number, attacker: number, honest: number): void {
  const needsLead = action === ACTION.override || action === ACTION.runOut;
  const possible = needsLead ? attacker > honest : action === ACTION.match ? attacker >= honest : action <= ACTION.wait;
  if (possible) return;
  throw new MedrecError({
    code: 'POLICY_INVALID',
    message: 'A withholding policy asks for an action that its state does not allow.',
    facts: { action, attacker, honest },
    remedy: 'Override and running out need a longer branch, match one at least as long.',
  });
}

/** The honest miner in the same terms: publishes at once, follows the longest branch. */
export function honestPolicy(): WithholdingPolicy {
  return createPolicy(4, (attacker, honest) => (attacker > honest ? ACTION.override : honest > attacker ? ACTION.adopt : ACTION.wait));
}

/**
 * Selfish mining as Eyal and Sirer describe it (2014, §3). The block that wins a race of equal branches is published at once: kept private,
 * it would sometimes be lost, and the revenue at α = 0.4, γ = 0 would come out as 46.7 % in place of 48.4 %.
 */
export function selfishPolicy(cap = 60): WithholdingPolicy {
  return createPolicy(cap, (attacker, honest, fork) => {
    if (honest > attacker) return ACTION.adopt;
    if (honest === attacker) return fork === FORK.relevant && attacker > 0 ? ACTION.match : ACTION.wait;
    return attacker === honest + 1 && honest > 0 ? ACTION.override : ACTION.wait;
  });
}
