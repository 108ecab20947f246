import { MedrecError } from '@medrec/shared/errors';
import { censor, cherryPick, washRecords } from './content.ts';
import { collude, freeRide, honest, onceAndStop, sybil, undercut } from './effort.ts';
import type { Strategy } from './strategy.ts';
import { optimal, selfish, withhold } from './withholding.ts';

export type { SealerView, Strategy, WaitingWork } from './strategy.ts';

export const STRATEGIES: readonly Strategy[] = [
  honest,
  selfish,
  optimal,
  withhold,
  cherryPick,
  undercut,
  onceAndStop,
  washRecords,
  censor,
  sybil,
  freeRide,
  collude,
];

export const STRATEGY_NAMES: readonly string[] = STRATEGIES.map(({ name }) => name);

/** @throws MedrecError `STRATEGY_UNKNOWN` */
export function requireStrategy(name: string): Strategy {
  const strategy = STRATEGIES.find((one) => one.name === name);
  if (strategy !== undefined) return strategy;
  throw new MedrecError({
    code: 'STRATEGY_UNKNOWN',
    message: 'No strategy has this name.',
    facts: { strategy: name, known: STRATEGY_NAMES.join(', ') },
    remedy: 'Take a name from the list.',
  });
}
