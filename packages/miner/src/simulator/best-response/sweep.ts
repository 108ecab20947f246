import { ACTION, FORK, policyIndex } from '../chain-core/index.ts';

export interface Race {
  readonly alpha: number;
  readonly gamma: number;
  readonly cap: number;
  /** Whether a race at the cap may be run out; published tables let it only be adopted or overridden. */
  readonly runsOut: boolean;
  /** What one block on the main chain is worth: the attacker's own, and an honest one. */
  readonly own: number;
  readonly other: number;
}

/** Names of our own: the sweeps below read them millions of times. */
const { adopt, override, match, runOut } = ACTION;
const { irrelevant, relevant, active } = FORK;

/** Expected worth until the race ends by adopting, of one action in one state, given the worth of every state. */
function worthOf(race: Race, values: Float64Array, action: number, a: number, h: number, fork: number): number {
  const { alpha, gamma, cap, own, other } = race;
  const honest = 1 - alpha;
  const width = cap + 1;
  const here = (a * width + h) * 3;
  const [above, beside] = [here + 3 * width, here + 3];
  if (action === adopt) return h * other;
  if (action === override) {
    const left = (a - h) * width * 3;
    return (h + 1) * own + alpha * (values[left + irrelevant] ?? 0) + honest * (values[left - 3 * width + 3 + relevant] ?? 0);
  }
  // Each block changes the lead by one, 2α − 1 on average, so L − 1 steps take (L − 1)/(1 − 2α) blocks, α of them the attacker's.
  if (action === runOut) return (a + ((a - h - 1) * alpha) / (1 - 2 * alpha)) * own;
  if (action === match || fork === active) {
    const won = h * own + (values[((a - h) * width + 1) * 3 + relevant] ?? 0);
    return alpha * (values[above + active] ?? 0) + honest * (gamma * won + (1 - gamma) * (values[beside + relevant] ?? 0));
  }
  return alpha * (values[above + irrelevant] ?? 0) + honest * (values[beside + relevant] ?? 0);
}

/** The worth of a race from its first block on. */
export function worthOfRace(race: Race, values: Float64Array): number {
  const first = (a: number, h: number): number => values[policyIndex(race.cap, a, h, irrelevant)] ?? 0;
  return race.alpha * first(1, 0) + (1 - race.alpha) * first(0, 1);
}

/** Candidates in every state; `allows` says which of them the attacker has. */
const ACTIONS = [adopt, override, match, ACTION.wait, runOut];

/** Gives every state its best action and that one's worth. @returns the largest change */
export function improveOnce(race: Race, values: Float64Array, actions: Uint8Array): number {
  return sweep(race, values, (index, a, h, fork) => {
    let best = Number.NEGATIVE_INFINITY;
    for (const action of ACTIONS) {
      if (!allows(race, action, a, h, fork)) continue;
      const worth = worthOf(race, values, action, a, h, fork);
      if (worth <= best + 1e-14) continue;
      best = worth;
      actions[index] = action;
    }
    return best;
  });
}

/** The same with the actions given. */
export function evaluateOnce(race: Race, values: Float64Array, actions: Uint8Array): number {
  return sweep(race, values, (index, a, h, fork) => worthOf(race, values, actions[index] ?? adopt, a, h, fork));
}

/**
 * Gives every state the worth that `settle` finds for it, long races first: waiting only ever leads to longer ones, so one sweep carries
 * values far. @returns the largest change
 */
function sweep(race: Race, values: Float64Array, settle: (index: number, a: number, h: number, fork: number) => number): number {
  const { cap } = race;
  let moved = 0;
  for (let total = 2 * cap; total >= 0; total--) {
    for (let a = Math.max(0, total - cap); a <= Math.min(cap, total); a++) {
      for (let fork = 0; fork < 3; fork++) {
        const index = policyIndex(cap, a, total - a, fork);
        const worth = settle(index, a, total - a, fork);
        moved = Math.max(moved, Math.abs(worth - (values[index] ?? 0)));
        values[index] = worth;
      }
    }
  }
  return moved;
}

/** What an attacker can do: at the cap, only end the race. */
function allows({ cap, runsOut }: Race, action: number, a: number, h: number, fork: number): boolean {
  if (action === adopt) return true;
  if (action === override) return a > h;
  if (a === cap || h === cap) return runsOut && action === runOut && a > h;
  if (action === runOut) return false;
  // A branch published level stays level: `active` says that a ≥ h, and from a state that nobody can reach nothing is gained.
  if (action === match) return fork === relevant && a >= h && h > 0;
  return fork !== active || a >= h;
}
