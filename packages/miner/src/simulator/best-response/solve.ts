import { MedrecError } from '@medrec/shared/errors';
import type { WithholdingPolicy } from '../chain-core/index.ts';
import { evaluateOnce, improveOnce, type Race, worthOfRace } from './sweep.ts';

/** The longest branch in the table. Beyond it an attacker runs his lead out, which costs him little. */
const CAP = 60;
const SWEEPS = 20_000;
const PRECISION = 1e-10;
const ROUNDS = 60;

export interface BestResponse {
  /** The attacker's share of main-chain blocks under his best policy with this cap: a lower bound of the true one. */
  readonly revenue: number;
  readonly policy: WithholdingPolicy;
}

export interface BestResponseOptions {
  /** Longest branch in the table, 45 and more. */
  readonly cap?: number;
  /** Default true. False gives the lower bound that Sapirshtein et al. print, which is well below the optimum for shares near ½. */
  readonly runsOut?: boolean;
}

/**
 * The best withholding policy for a hash share and a race share (Sapirshtein, Sompolinsky & Zohar 2016). A race ends when the attacker
 * adopts, so it is a shortest-path problem: for a guessed revenue ρ value iteration maximises (1 − ρ)·own − ρ·other, and the
 * policy found gives the next ρ (Dinkelbach, *On nonlinear fractional programming*, 1967), until ρ stays.
 * @throws MedrecError `RACE_INVALID`, `BEST_RESPONSE_UNSETTLED`
 */
export function solveBestResponse(alpha: number, gamma: number, { cap = CAP, runsOut = true }: BestResponseOptions = {}): BestResponse {
  requireRace(alpha, gamma, cap);
  const size = (cap + 1) ** 2 * 3;
  const [values, lengths, actions] = [new Float64Array(size), new Float64Array(size), new Uint8Array(size)];
  let revenue = alpha;
  for (let round = 0; round < ROUNDS; round++) {
    // Values of the last round are a good start for the next.
    const race = { alpha, gamma, cap, runsOut, own: 1 - revenue, other: -revenue };
    settle(race, () => improveOnce(race, values, actions));
    const length = { ...race, own: 1, other: 1 };
    settle(length, () => evaluateOnce(length, lengths, actions));
    const step = worthOfRace(race, values) / worthOfRace(length, lengths);
    revenue += step;
    if (Math.abs(step) < 1e-9) return { revenue, policy: { cap, actions } };
  }
  throw unsettled(alpha, gamma, cap);
}

/** The hash share above which some policy beats honest mining, to about four digits (Sapirshtein et al. 2016, §5). */
export function bestResponseThreshold(gamma: number, cap = CAP): number {
  let low = 0;
  let high = 0.5;
  for (let step = 0; step < 14; step++) {
    const alpha = (low + high) / 2;
    if (beatsHonest(alpha, gamma, cap)) high = alpha;
    else low = alpha;
  }
  return (low + high) / 2;
}

/** Whether some race is worth more than the attacker's fair share of it. */
function beatsHonest(alpha: number, gamma: number, cap: number): boolean {
  requireRace(alpha, gamma, cap);
  const race = { alpha, gamma, cap, runsOut: true, own: 1 - alpha, other: -alpha };
  const values = new Float64Array((cap + 1) ** 2 * 3);
  const actions = new Uint8Array(values.length);
  settle(race, () => improveOnce(race, values, actions));
  return worthOfRace(race, values) > 1e-8;
}

/** Sweeps until no value moves. */
function settle(race: Race, sweep: () => number): void {
  for (let count = 0; count < SWEEPS; count++) if (sweep() < PRECISION) return;
  throw unsettled(race.alpha, race.gamma, race.cap);
}

function requireRace(alpha: number, gamma: number, cap: number): void {
  if (alpha > 0 && alpha < 0.5 && gamma >= 0 && gamma <= 1 && Number.isInteger(cap) && cap >= 3 && cap <= 400) return;
  throw new MedrecError({
    code: 'RACE_INVALID',
    message: 'No best response exists for this race.',
    facts: { alpha, gamma, cap },
    remedy: 'Take a hash share between 0 and ½, a race share from 0 to 1, and a cap from 3 to 400.',
  });
}

function unsettled(alpha: number, gamma: number, cap: number): MedrecError {
  return new MedrecError({
    code: 'BEST_RESPONSE_UNSETTLED',
    message: 'The values of the race did not settle.',
    facts: { alpha, gamma, cap },
    remedy: 'Take a smaller cap, or a hash share further from ½.',
  });
}
