import { type Hex, isHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import type { Vault } from '../vault/index.ts';
import type { PatientBook } from './patient-book.ts';
import type { Collection } from './ports.ts';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32));

const counted = z.strictObject({
  product: bytes32,
  epoch: z.string(),
  /** Unix seconds. */
  at: z.int(),
  /** Warehouse numbers of the patients it counts. */
  pids: z.array(z.string()),
});

export type CountedRelease = z.infer<typeof counted>;

export interface CensusLogEntry {
  readonly releaseKey: Hex;
  readonly product: Hex;
  /** Decimal. */
  readonly epoch: string;
  readonly at: number;
}

/** Which releases counted whom: one entry per release, so that a release of a million patients is one write. */
export interface CensusLog {
  /** Keeps what was written first: a release that is resumed counted the same patients. */
  record(releaseKey: Hex, release: CountedRelease): Promise<void>;
  entriesOf(relationship: Hex): Promise<CensusLogEntry[]>;
}

export function createCensusLog(stored: Collection, book: PatientBook, vault: Pick<Vault, 'patient'>): CensusLog {
  return {
    async record(releaseKey, release) {
      await stored.putIfAbsent(releaseKey, release);
    },
    async entriesOf(relationship) {
      const patient = book.patientOf(relationship);
      const pid = patient && (await vault.patient(patient))?.pid.toString();
      const entries: CensusLogEntry[] = [];
      if (pid === undefined) return entries;
      for await (const [releaseKey, value] of stored.entries()) {
        const { pids, ...release } = counted.parse(value);
        if (pids.includes(pid)) entries.push({ releaseKey: releaseKey as Hex, ...release });
      }
      return entries.sort((a, b) => a.at - b.at);
    },
  };
}
