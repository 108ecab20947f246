import type { Hex } from '@medrec/shared/bytes';
import { type HospitalChain, RELATIONSHIP_STATE } from './ports.ts';

/** What patients allowed at a block: replayed from the chain's events, which cost one question where state costs one per patient. */
export interface ConsentHistory {
  /** Relationships that may not be counted for the purpose (one bit of `PURPOSE`) in the state after that block, which is confirmed. */
  excludedAt(block: bigint, purpose: number): Promise<ReadonlySet<Hex>>;
}

interface Event {
  readonly block: bigint;
  readonly relationship: Hex;
  readonly value: number;
}

export function createConsentHistory(chain: HospitalChain): ConsentHistory {
  const consents: Event[] = [];
  const states: Event[] = [];
  let next = 0n;

  const readTo = async (block: bigint): Promise<void> => {
    if (block < next) return;
    const [newConsents, newStates] = await Promise.all([chain.consentsIn(next, block), chain.statesIn(next, block)]);
    for (const { relationship, purposes, block: at } of newConsents) consents.push({ block: at, relationship, value: purposes });
    for (const { relationship, state, block: at } of newStates) states.push({ block: at, relationship, value: state });
    next = block + 1n;
  };

  return {
    async excludedAt(block, purpose) {
      await readTo(block);
      const excluded = new Set<Hex>();
      for (const [relationship, purposes] of lastBy(consents, block)) if ((purposes & purpose) === 0) excluded.add(relationship);
      for (const [relationship, state] of lastBy(states, block)) if (state !== RELATIONSHIP_STATE.accepted) excluded.add(relationship);
      return excluded;
    },
  };
}

function lastBy(events: readonly Event[], block: bigint): Map<Hex, number> {
  const last = new Map<Hex, number>();
  for (const event of events) if (event.block <= block) last.set(event.relationship, event.value);
  return last;
}
