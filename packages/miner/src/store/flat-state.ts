import type { Hex } from '@medrec/shared/bytes';
import { type FlatState, type NodeId, resolveLink, type StateWrites, type StoredAccount } from '../execution/index.ts';
import { createAgingCache } from './aging-cache.ts';

/** The head's accounts and slots in memory; follows the head from block to block. */
export interface HeadState extends FlatState {
  /** To the state that those writes lead to, if they began from this one; else it starts empty at the new top. */
  advance(writes: StateWrites, firstId: NodeId, top: NodeId): void;
  /** Starts empty at another state. */
  reset(top: NodeId): void;
}

// What one entry costs in V8: map slot, key string, object and value.
const ACCOUNT_BYTES = 700;
const SLOT_BYTES = 600;

/** Holds "no such account" as well as an account. */
interface AccountEntry {
  readonly stored: StoredAccount | null;
}

export function createHeadState(maxBytes: number): HeadState {
  const accounts = createAgingCache<Hex, AccountEntry>(maxBytes / 4);
  const slots = createAgingCache<string, Uint8Array>((maxBytes * 3) / 4);
  let at: NodeId = -1;

  const reset = (top: NodeId): void => {
    accounts.clear();
    slots.clear();
    at = top;
  };
  const slotKey = (address: Hex, slot: Hex): string => address + slot;

  return {
    reset,
    account: (top, address) => (top === at ? accounts.get(address)?.stored : undefined),
    slot: (top, address, slot) => (top === at ? slots.get(slotKey(address, slot)) : undefined),
    keepAccount(top, address, stored) {
      if (top === at) accounts.set(address, { stored }, ACCOUNT_BYTES);
    },
    keepSlot(top, address, slot, value) {
      if (top === at) slots.set(slotKey(address, slot), value, SLOT_BYTES);
    },
    advance(writes, firstId, top) {
      // Slots of a storage that was dropped cannot be told apart here.
      if (writes.from !== at || writes.hasDropped) return reset(top);
      for (const [address, stored] of writes.accounts) {
        const linked = stored && { account: stored.account, storage: resolveLink(stored.storage, firstId) };
        accounts.set(address, { stored: linked }, ACCOUNT_BYTES);
      }
      for (const [address, written] of writes.slots) {
        for (const [slot, value] of written) slots.set(slotKey(address, slot), value, SLOT_BYTES);
      }
      at = top;
    },
  };
}
