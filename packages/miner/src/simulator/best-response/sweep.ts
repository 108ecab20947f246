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

/** Expected worth until the race ends by adopting, of one action in one state, given the worth of every state. */
export function worthOf(race: Race, values: Float64Array, action: number, a: number, h: number, fork: number): number {
  const { alpha, gamma, cap, own, other } = race;
  const at = (attacker: number, honest: number, next: number): number => values[policyIndex(cap, attacker, honest, next)] ?? 0;
  const honest = 1 - alpha;
  if (action === ACTION.adopt) return h * other;
  if (action === ACTION.override) {
    return (h + 1) * own + alpha * at(a - h, 0, FORK.irrelevant) + honest * at(a - h - 1, 1, FORK.relevant);
  }
  // Each block changes the lead by one, 2α − 1 on average, so L − 1 steps take (L − 1)/(1 − 2α) blocks, α of them the attacker's.
  if (action === ACTION.runOut) return (a + ((a - h - 1) * alpha) / (1 - 2 * alpha)) * own;
  if (action === ACTION.match || fork === FORK.active) {
    return (
      alpha * at(a + 1, h, FORK.active) +
      honest * (gamma * (h * own + at(a - h, 1, FORK.relevant)) + (1 - gamma) * at(a, h + 1, FORK.relevant))
    );
  }
  return alpha * at(a + 1, h, FORK.irrelevant) + honest * at(a, h + 1, FORK.relevant);
}

/** The worth of a race from its first block on. */
export function worthOfRace(race: Race, values: Float64Array): number {
  const first = (a: number, h: number): number => values[policyIndex(race.cap, a, h, FORK.irrelevant)] ?? 0;
  return race.alpha * first(1, 0) + (1 - race.alpha) * first(0, 1);
}

/** Calls `visit` for each state, long races first: waiting only ever leads to longer ones, so one sweep carries values far. */
export function forEachState(cap: number, visit: (a: number, h: number, fork: number, index: number) => void): void {
  for (let total = 2 * cap; total >= 0; total--) {
    for (let a = Math.max(0, total - cap); a <= Math.min(cap, total); a++) {
      for (let fork = 0; fork < 3; fork++) visit(a, total - a, fork, policyIndex(cap, a, total - a, fork));
    }
  }
}

/** What an attacker can do: at the cap, only end the race. */
export function allows({ cap, runsOut }: Pick<Race, 'cap' | 'runsOut'>, action: number, a: number, h: number, fork: number): boolean {
  if (action === ACTION.adopt) return true;
  if (action === ACTION.override) return a > h;
  if (a === cap || h === cap) return runsOut && action === ACTION.runOut && a > h;
  if (action === ACTION.runOut) return false;
  // A branch published level stays level: `active` says that a ≥ h, and from a state that nobody can reach nothing is gained.
  if (action === ACTION.match) return fork === FORK.relevant && a >= h && h > 0;
  return fork !== FORK.active || a >= h;
}
