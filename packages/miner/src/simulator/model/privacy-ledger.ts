import type { BudgetUse } from '../../rewards/index.ts';
import type { ScenarioProvider } from '../scenario/index.ts';

/** One provider's lifetime budget in zCDP ρ. Only the engine debits it. */
export interface PrivacyLedger {
  /** Debits when the unlocked budget covers it. @param day of the simulation, from 0 */
  debit(rho: number, day: number): boolean;
  spent(): number;
  refused(): number;
  /** The day from which less than one product's ρ of the lifetime was left, if it came to that. */
  depletedDay(): number | undefined;
}

export function createPrivacyLedger(provider: ScenarioProvider, unlock: BudgetUse['unlock'], smallest: number): PrivacyLedger {
  const { lifetimeRho, sliceRho, periodDays } = provider;
  let spent = 0;
  let refused = 0;
  let depletedDay: number | undefined;
  return {
    debit(rho, day) {
      const slices = Math.floor(day / periodDays) + 1;
      const unlocked = unlock === 'atOnce' ? lifetimeRho : Math.min(lifetimeRho, slices * sliceRho);
      // Sums of many small charges must not be refused for their last bit.
      if (spent + rho > unlocked * (1 + 1e-12)) {
        refused += 1;
        return false;
      }
      spent += rho;
      if (depletedDay === undefined && lifetimeRho - spent < smallest) depletedDay = day;
      return true;
    },
    spent: () => spent,
    refused: () => refused,
    depletedDay: () => depletedDay,
  };
}
