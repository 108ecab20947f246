import type { Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Clock } from '../chain/index.ts';
import type { JournalledTransaction } from './journal.ts';
import type { PoolLimits } from './limits.ts';

export interface RestoreDependencies {
  readonly limits: Pick<PoolLimits, 'lifetimeMs'>;
  readonly clock: Clock;
  readonly log: Logger;
  add(raw: Uint8Array, origin: string, addedMs: number): Promise<Hex>;
  /** Names sender and nonce. @throws RuleError for bytes that are no transaction */
  placeOf(raw: Uint8Array): string;
  isClosed(): boolean;
}

/**
 * Offers what waited before a restart to the pool again, in the order of arrival. What has been sealed, expired or become
 * invalid meanwhile stays out. @returns how many are in
 * @throws whatever is no broken rule, for example MedrecError `STORE_DAMAGED`
 */
export async function restoreJournal(found: readonly JournalledTransaction[], deps: RestoreDependencies): Promise<number> {
  const { limits, clock, log, add } = deps;
  let restored = 0;
  const started = clock.nowMs();
  // A time from the future is a wrong clock's; it must not make a transaction immortal.
  const youngest = found.filter(({ addedMs }) => started - addedMs <= limits.lifetimeMs);
  const latest = latestOf(youngest, deps);
  for (const { raw, addedMs } of latest) {
    if (deps.isClosed()) break;
    try {
      await add(raw, 'journal', Math.min(addedMs, started));
      restored += 1;
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      log.debug({ code: error.code }, 'a transaction of the last run is not taken again');
    }
  }
  if (found.length > 0)
    log.info({ event: 'pool.restored', restored, found: found.length }, `${restored} transactions of the last run wait again`);
  return restored;
}

/** Of those with one sender and nonce the last: it waited when the node stopped, and what came before it had left its place. */
function latestOf(found: readonly JournalledTransaction[], { placeOf, log }: RestoreDependencies): JournalledTransaction[] {
  const latest = new Map<string, JournalledTransaction>();
  for (const transaction of found) {
    try {
      latest.set(placeOf(transaction.raw), transaction);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      log.debug({ code: error.code }, 'a record of the journal is no transaction');
    }
  }
  const kept = new Set(latest.values());
  return found.filter((transaction) => kept.has(transaction));
}
