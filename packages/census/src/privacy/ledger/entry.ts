import { canonicalBytes, type Hex, isHex, sha256Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';

/**
 * How far a release has come. `debited`: its ρ is spent, noise may be drawn. `drawn`: its bytes are stored.
 * `publishing`: its commitments may be on their way to the chain. `published`: they are there.
 */
export const RELEASE_STATES = ['debited', 'drawn', 'publishing', 'published'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** How a provider protects what it releases. The two never mix: an exact table voids the guarantee of every noisy one of the same patients. */
export type Regime = 'differential-privacy' | 'exact';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');

const entry = z.strictObject({
  sequence: z.int().nonnegative(),
  releaseKey: bytes32,
  state: z.enum(RELEASE_STATES),
  /** Spent by this entry, in millionths of ρ: the release's cost when first debited, 0 on every later step. */
  microRho: z.int().nonnegative(),
  /** Lifetime budget in force when the entry was written. */
  lifetimeMicroRho: z.int().nonnegative(),
  /** Absent for differential privacy. */
  regime: z.literal('exact').optional(),
  /** Checksum of the entry before; 32 zero bytes for the first. */
  previous: bytes32,
});

export type LedgerEntry = z.infer<typeof entry>;

export const FIRST_PREVIOUS: Hex = `0x${'00'.repeat(32)}`;

/** SHA-256 over the entry's canonical JSON: chained, so a removed or altered line is seen when the ledger opens. */
export function entryChecksum(value: LedgerEntry): Hex {
  return sha256Hex(canonicalBytes(value));
}

export function encodeEntry(value: LedgerEntry): string {
  return JSON.stringify({ entry: value, checksum: entryChecksum(value) });
}

/** @throws MedrecError `LEDGER_CORRUPT` when the line is not the one that followed `previous`. */
export function decodeEntry(line: string, sequence: number, previous: Hex): LedgerEntry {
  try {
    const { entry: value, checksum } = z.strictObject({ entry, checksum: bytes32 }).parse(JSON.parse(line));
    if (value.sequence === sequence && value.previous === previous && entryChecksum(value) === checksum) return value;
  } catch (cause) {
    throw corrupt(sequence, cause);
  }
  throw corrupt(sequence, undefined);
}

function corrupt(sequence: number, cause: unknown): MedrecError {
  return new MedrecError({
    code: 'LEDGER_CORRUPT',
    message: 'The privacy ledger has a line that does not follow from the one before it.',
    facts: { sequence },
    cause,
    remedy: 'Restore the ledger’s folder whole from a copy; never start a new one, for what was spent stays spent.',
  });
}
