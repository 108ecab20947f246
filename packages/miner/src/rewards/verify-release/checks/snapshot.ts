import type { ReleaseCheck } from '../types.ts';

/** It names the root that the provider froze when it closed the epoch. That it counts those records only the provider can know. */
export const snapshotCheck: ReleaseCheck = {
  code: 'SNAPSHOT',
  title: 'it names the snapshot the chain holds',
  async run({ manifest }, chain) {
    const root = await chain.snapshotRootOf(manifest.providerId, BigInt(manifest.epoch));
    return root === manifest.snapshotRoot ? undefined : 'the snapshot root on chain is another';
  },
};
