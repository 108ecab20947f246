import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { Level } from 'level';
import { isLevelLocked } from '../is-level-locked.ts';
import {
  decodeEntry,
  encodeEntry,
  entryChecksum,
  FIRST_PREVIOUS,
  type LedgerEntry,
  RELEASE_STATES,
  type Regime,
  type ReleaseState,
} from './entry.ts';
import { createSerialQueue } from './serial-queue.ts';

export interface PrivacyLedgerOptions {
  readonly folder: string;
  /** Lifetime zCDP budget, millionths of ρ. It may fall from one opening to the next; a larger one is not taken. */
  readonly lifetimeMicroRho: number;
  /** Differential privacy unless said. The first release fixes it for the provider's life. */
  readonly regime?: Regime;
}

/** What a provider has spent of its lifetime ρ, on disk before any noise is drawn. One writer at a time. */
export interface PrivacyLedger {
  regime(): Regime;
  lifetimeMicroRho(): number;
  spentMicroRho(): number;
  stateOf(releaseKey: Hex): ReleaseState | undefined;
  /**
   * Spends a release's ρ, durably when it resolves. A release is charged once: a second call says `already-debited`.
   * @throws MedrecError `BUDGET_EXHAUSTED` beyond the lifetime, `LEDGER_CONFLICT` for another ρ than was debited, `REGIME_CONFLICT` in
   * the ledger of a provider of exact tables.
   */
  debit(releaseKey: Hex, microRho: number): Promise<'debited' | 'already-debited'>;
  /**
   * Records a later state, durably when it resolves; a state already reached or passed changes nothing.
   * @throws MedrecError `LEDGER_CONFLICT` for a release never debited.
   */
  advance(releaseKey: Hex, state: ReleaseState): Promise<void>;
  /**
   * Records the release of an exact table, which spends no ρ, durably when it resolves.
   * @throws MedrecError `REGIME_CONFLICT` in the ledger of a provider under differential privacy.
   */
  recordExact(releaseKey: Hex): Promise<void>;
  /** Counts a release that the chain shows and this ledger does not (a restored copy), even past the lifetime. */
  adoptPublished(releaseKey: Hex, microRho: number): Promise<void>;
  close(): Promise<void>;
}

interface ReleaseAccount {
  readonly microRho: number;
  readonly state: ReleaseState;
}

/**
 * Opens the ledger, or begins one in an empty folder. Entries are only ever appended, each flushed to the disk
 * before the call resolves, so a process killed at any moment has counted all that it may have drawn.
 * @throws MedrecError `LEDGER_LOCKED` when another process has it, `LEDGER_CORRUPT` when a line was lost or changed, `REGIME_CONFLICT`
 * when releases were made under the other regime.
 */
export async function openPrivacyLedger(options: PrivacyLedgerOptions): Promise<PrivacyLedger> {
  const database = await openDatabase(options.folder);
  const accounts = new Map<Hex, ReleaseAccount>();
  const inOrder = createSerialQueue();
  const regime = options.regime ?? 'differential-privacy';
  let lifetime = options.lifetimeMicroRho;
  let spent = 0;
  let sequence = 0;
  let previous = FIRST_PREVIOUS;

  const take = (entry: LedgerEntry): void => {
    if ((entry.regime ?? 'differential-privacy') !== regime) throw regimeConflict(regime);
    const account = accounts.get(entry.releaseKey);
    accounts.set(entry.releaseKey, { microRho: (account?.microRho ?? 0) + entry.microRho, state: entry.state });
    lifetime = Math.min(lifetime, entry.lifetimeMicroRho);
    spent += entry.microRho;
    sequence += 1;
    previous = entryChecksum(entry);
  };

  const append = async (releaseKey: Hex, state: ReleaseState, microRho: number): Promise<void> => {
    const mark = regime === 'exact' ? { regime } : {};
    const entry: LedgerEntry = { sequence, releaseKey, state, microRho, lifetimeMicroRho: lifetime, previous, ...mark };
    await database.put(entryName(sequence), encodeEntry(entry), { sync: true });
    take(entry);
  };

  const debit = async (releaseKey: Hex, microRho: number): Promise<'debited' | 'already-debited'> => {
    if (regime === 'exact') throw regimeConflict(regime);
    if (!Number.isSafeInteger(microRho) || microRho <= 0) throw conflict(releaseKey, 'a debit is a positive whole number of millionths');
    const account = accounts.get(releaseKey);
    if (account !== undefined) {
      if (account.microRho !== microRho) throw conflict(releaseKey, 'the release was debited with another ρ');
      return 'already-debited';
    }
    if (spent + microRho > lifetime) throw exhausted(releaseKey, microRho, spent, lifetime);
    await append(releaseKey, 'debited', microRho);
    return 'debited';
  };

  const advance = async (releaseKey: Hex, state: ReleaseState): Promise<void> => {
    const account = accounts.get(releaseKey);
    if (account === undefined) throw conflict(releaseKey, 'the release was never debited');
    if (RELEASE_STATES.indexOf(state) > RELEASE_STATES.indexOf(account.state)) await append(releaseKey, state, 0);
  };

  const recordExact = async (releaseKey: Hex): Promise<void> => {
    if (regime !== 'exact') throw regimeConflict(regime);
    if (!accounts.has(releaseKey)) await append(releaseKey, 'drawn', 0);
  };

  const adoptPublished = async (releaseKey: Hex, microRho: number): Promise<void> => {
    if (accounts.has(releaseKey)) await advance(releaseKey, 'published');
    else if (regime === 'exact') throw regimeConflict(regime);
    else await append(releaseKey, 'published', microRho);
  };

  try {
    for await (const line of database.values()) take(decodeEntry(line, sequence, previous));
  } catch (thrown) {
    await database.close();
    throw thrown;
  }

  return {
    regime: () => regime,
    lifetimeMicroRho: () => lifetime,
    spentMicroRho: () => spent,
    stateOf: (releaseKey) => accounts.get(releaseKey)?.state,
    debit: (releaseKey, microRho) => inOrder(() => debit(releaseKey, microRho)),
    advance: (releaseKey, state) => inOrder(() => advance(releaseKey, state)),
    recordExact: (releaseKey) => inOrder(() => recordExact(releaseKey)),
    adoptPublished: (releaseKey, microRho) => inOrder(() => adoptPublished(releaseKey, microRho)),
    close: () => inOrder(() => database.close()),
  };
}

async function openDatabase(folder: string): Promise<Level<string, string>> {
  const database = new Level<string, string>(folder, { valueEncoding: 'utf8' });
  try {
    await database.open();
    return database;
  } catch (cause) {
    const locked = isLevelLocked(cause);
    throw new MedrecError({
      code: locked ? 'LEDGER_LOCKED' : 'LEDGER_UNREADABLE',
      message: locked ? 'Another process has the privacy ledger open.' : 'The privacy ledger could not be opened.',
      facts: { folder },
      cause,
      remedy: locked ? 'Stop the other gatekeeper of this provider first.' : 'Check the folder’s rights and disk, or restore it whole.',
    });
  }
}

/** Fixed width, so that the database's order is the order of writing. */
function entryName(sequence: number): string {
  return sequence.toString().padStart(16, '0');
}

function exhausted(releaseKey: Hex, microRho: number, spentMicroRho: number, lifetimeMicroRho: number): MedrecError {
  return new MedrecError({
    code: 'BUDGET_EXHAUSTED',
    message: 'The release costs more than is left of the provider’s lifetime privacy budget.',
    facts: { releaseKey, microRho, spentMicroRho, lifetimeMicroRho },
    remedy: 'Nothing: the budget never renews. Releases already drawn stay available.',
  });
}

function conflict(releaseKey: Hex, reason: string): MedrecError {
  return new MedrecError({ code: 'LEDGER_CONFLICT', message: 'The ledger cannot record this step.', facts: { releaseKey, reason } });
}

function regimeConflict(regime: Regime): MedrecError {
  return new MedrecError({
    code: 'REGIME_CONFLICT',
    message: 'A provider releases under differential privacy or exact tables, for its life, and this ledger is of the other kind.',
    facts: { regime },
    remedy: 'Go on with the regime of the first release. An exact table of the same patients would void what every noisy one promised.',
  });
}
