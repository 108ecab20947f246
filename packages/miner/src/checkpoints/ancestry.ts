import { bytesToHex } from '@medrec/shared/bytes';
import type { BlockPoint } from '../chain/index.ts';
import type { Store } from '../store/index.ts';

export type Ancestry = 'descends' | 'apart' | 'unknown';

/** Whether the later block builds on the earlier one; `unknown` while it, or a block between, is not stored. */
export function ancestryOf(later: BlockPoint, earlier: BlockPoint, store: Pick<Store, 'header' | 'canonicalHash'>): Ancestry {
  let { hash } = later;
  for (let number = later.number; number > earlier.number; number--) {
    // On the canonical chain the rest of the way is an index away.
    if (store.canonicalHash(number) === hash) return store.canonicalHash(earlier.number) === earlier.hash ? 'descends' : 'apart';
    const header = store.header(hash);
    if (header === undefined) return 'unknown';
    hash = bytesToHex(header.parentHash);
  }
  return hash === earlier.hash ? 'descends' : 'apart';
}
