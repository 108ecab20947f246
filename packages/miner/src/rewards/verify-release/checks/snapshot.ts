import type { ReleaseCheck } from '../types.ts';

/** It counts the records and consents that the provider froze when it closed the epoch. */
export const snapshotCheck: ReleaseCheck = {
  code: 'SNAPSHOT',
  title: 'it counts what was frozen when the epoch closed',
  async run({ manifest }, chain) {
    const root = await chain.snapshotRootOf(manifest.providerId, BigInt(manifest.epoch));
    return root === manifest.snapshotRoot ? undefined : 'the snapshot root on chain is another';
  },
};
