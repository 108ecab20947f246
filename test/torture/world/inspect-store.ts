import { join } from 'node:path';
import { type Fault, openAsIs, verifyStore } from '@medrec/miner/store';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { World } from './world.ts';

export interface Inspected {
  readonly isWhole: boolean;
  readonly faults: readonly Fault[];
  readonly number: bigint;
  readonly stateRoot: Hex | undefined;
}

/** Every block, receipt and index of a stopped node's store, and every node of the head's state; nothing is mended. */
export async function inspectStore({ common }: World, dir: string): Promise<Inspected> {
  const store = await openAsIs(join(dir, 'chain'), common);
  try {
    const { report } = await verifyStore(store, { isDeep: false });
    const header = store.reader.header(store.head)?.header;
    return {
      isWhole: report.isWhole,
      faults: report.faults,
      number: report.head.number,
      stateRoot: header && bytesToHex(header.stateRoot),
    };
  } finally {
    await store.disk.close();
  }
}
