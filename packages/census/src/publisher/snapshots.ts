import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex, isHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import { type Snapshot, snapshotRoot } from '../release/index.ts';
import type { Collection } from './ports.ts';

const stored = z.strictObject({ salt: z.custom<Hex>((value) => isHex(value, 32)), pids: z.array(z.string()) });

/** Who may be counted for an epoch, fixed before its close is sent and the same ever after. */
export interface Snapshots {
  /** The snapshot and its root; `population` (warehouse numbers) is asked only the first time. */
  fix(epoch: bigint, population: () => Promise<readonly string[]>): Promise<{ snapshot: Snapshot; root: Hex }>;
  get(epoch: bigint): Promise<{ snapshot: Snapshot; root: Hex } | undefined>;
}

export function createSnapshots(collection: Collection): Snapshots {
  const get = async (epoch: bigint): Promise<{ snapshot: Snapshot; root: Hex } | undefined> => {
    const value = await collection.get(epoch.toString());
    if (value === undefined) return undefined;
    const snapshot = { epoch: Number(epoch), ...stored.parse(value) };
    return { snapshot, root: snapshotRoot(snapshot) };
  };
  return {
    get,
    async fix(epoch, population) {
      const known = await get(epoch);
      if (known !== undefined) return known;
      const content = { salt: bytesToHex(randomBytes(32)), pids: [...(await population())] };
      await collection.put(epoch.toString(), content);
      const snapshot = { epoch: Number(epoch), ...content };
      return { snapshot, root: snapshotRoot(snapshot) };
    },
  };
}
