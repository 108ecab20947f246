import type { Hex } from '@medrec/shared/bytes';
import { createBoundedCache } from '../store/index.ts';
import type { Standing } from './sender-queues.ts';

const REMEMBERED_SENDERS = 20_000;

/** Who answered for a sender when it was last admitted: what a reorganisation brings back enters at once, without reading state. */
export interface Standings {
  note(sender: Hex, standing: Standing): void;
  of(sender: Hex): Standing;
}

export function createStandings(): Standings {
  const known = createBoundedCache<Hex, Standing>(REMEMBERED_SENDERS);
  return {
    note: (sender, standing) => known.set(sender, standing, 1),
    of: (sender) => known.get(sender) ?? { payer: sender, isInstitution: false },
  };
}
