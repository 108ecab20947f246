import { canonicalBytes, type Hex, isHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { Level } from 'level';
import { z } from 'zod';
import { isLevelLocked } from '../privacy/index.ts';
import { openValue, sealValue } from './sealed-values.ts';

export interface StoredTier {
  readonly tier: number;
  readonly package: Uint8Array;
  readonly commitment: Hex;
}

/** Drawn releases, encrypted on disk, so that a second request gets the same bytes and nothing is drawn twice. */
export interface ReleaseStore {
  /** All tiers at once or none, durable when it resolves. */
  put(releaseKey: Hex, tiers: readonly StoredTier[]): Promise<void>;
  /** Commitments by tier, 0 first; undefined when the release is not here. */
  commitmentsOf(releaseKey: Hex): Promise<readonly Hex[] | undefined>;
  packageOf(releaseKey: Hex, tier: number): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');
const commitmentList = z.array(bytes32).min(1).max(9);

/**
 * @param key 32 bytes; AES-256-GCM over every value. Release keys are public and stand as names.
 * @throws MedrecError `RELEASE_STORE_LOCKED` when another process has it, `RELEASE_STORE_UNREADABLE` otherwise.
 */
export async function openReleaseStore({ folder, key }: { folder: string; key: Uint8Array }): Promise<ReleaseStore> {
  const database = await openDatabase(folder);

  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const sealed = await database.get(name);
    return sealed === undefined ? undefined : openValue(key, name, sealed);
  };

  return {
    put: async (releaseKey, tiers) => {
      const ordered = tiers.toSorted((a, b) => a.tier - b.tier);
      const values: [string, Uint8Array][] = [
        [commitmentsName(releaseKey), canonicalBytes(ordered.map(({ commitment }) => commitment))],
        ...ordered.map((tier): [string, Uint8Array] => [packageName(releaseKey, tier.tier), tier.package]),
      ];
      const batch = values.map(([name, value]) => ({ type: 'put' as const, key: name, value: sealValue(key, name, value) }));
      await database.batch(batch, { sync: true });
    },
    commitmentsOf: async (releaseKey) => {
      const bytes = await read(commitmentsName(releaseKey));
      return bytes === undefined ? undefined : commitmentList.parse(JSON.parse(new TextDecoder().decode(bytes)));
    },
    packageOf: (releaseKey, tier) => read(packageName(releaseKey, tier)),
    close: () => database.close(),
  };
}

async function openDatabase(folder: string): Promise<Level<string, Uint8Array>> {
  const database = new Level<string, Uint8Array>(folder, { valueEncoding: 'view' });
  try {
    await database.open();
    return database;
  } catch (cause) {
    const locked = isLevelLocked(cause);
    throw new MedrecError({
      code: locked ? 'RELEASE_STORE_LOCKED' : 'RELEASE_STORE_UNREADABLE',
      message: locked ? 'Another process has the release store open.' : 'The release store could not be opened.',
      facts: { folder },
      cause,
      remedy: locked
        ? 'Stop the other gatekeeper of this provider first.'
        : 'Check the folder’s rights and disk, or restore it from a copy.',
    });
  }
}

function commitmentsName(releaseKey: Hex): string {
  return `${releaseKey.toLowerCase()}/commitments`;
}

function packageName(releaseKey: Hex, tier: number): string {
  return `${releaseKey.toLowerCase()}/tier/${tier}`;
}
