import type { Hex } from '@medrec/shared/bytes';
import type { Store } from '../store/index.ts';
import type { Head } from './types.ts';

export interface BlockPoint {
  readonly number: bigint;
  readonly hash: Hex;
}

/** What the providers' certificates ask of the fork choice. */
export interface Finality {
  /** The newest certified block; it may not have arrived yet. */
  certified(): BlockPoint | undefined;
  /** The newest certified block that stood on the canonical chain: no branch that leaves the chain below it is followed. */
  floor(): BlockPoint | undefined;
  certify(point: BlockPoint): void;
  /** Called with each new head. */
  update(head: Head): void;
}

export function createFinality(store: Pick<Store, 'canonicalHash'>): Finality {
  let certified: BlockPoint | undefined;
  let floor: BlockPoint | undefined;
  return {
    certified: () => certified,
    floor: () => floor,
    certify(point) {
      if (certified === undefined || point.number > certified.number) certified = point;
    },
    update(head) {
      if (certified === undefined || certified.number > head.number || certified === floor) return;
      if (store.canonicalHash(certified.number) === certified.hash) floor = certified;
    },
  };
}
