import { type Account, setLengthLeft } from '@ethereumjs/util';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { createTrie, EMPTY_ROOT, type HashNode } from '../trie/index.ts';
import { createAccountReads } from './account-reads.ts';
import { createStorage, type Storage } from './storage.ts';
import type { StateNodes } from './types.ts';

/** One state, to read from and not to change. */
export interface OpenState {
  readonly top: HashNode | undefined;
  readonly nodes: StateNodes;
  account(address: Hex): Account | undefined;
  /** 32 bytes; zeros where there is no slot or no account. */
  slot(address: Hex, slot: Uint8Array): Uint8Array;
  storageTop(address: Hex): HashNode | undefined;
}

const SLOT_BYTES = 32;

/** @throws MedrecError `STATE_PRUNED`, `STATE_NODE_MISSING`, also from every read */
export function openState(stateRoot: Uint8Array, nodes: StateNodes): OpenState {
  const id = nodes.topOf(stateRoot);
  const top: HashNode | undefined = equalBytes(stateRoot, EMPTY_ROOT) ? undefined : { kind: 'hash', hash: stateRoot, id };
  const trie = createTrie(top, nodes);
  const reads = createAccountReads(id, trie, nodes);
  const storages = new Map<Hex, Storage>();

  function storageOf(address: Hex): Storage {
    const known = storages.get(address);
    if (known) return known;
    const storage = createStorage(address, reads.storage(address), nodes, id);
    storages.set(address, storage);
    return storage;
  }

  return {
    ...{ top, nodes },
    account: (address) => reads.account(address.toLowerCase() as Hex),
    slot: (address, slot) => setLengthLeft(storageOf(address.toLowerCase() as Hex).read(bytesToHex(slot)), SLOT_BYTES),
    storageTop: (address) => reads.storage(address.toLowerCase() as Hex),
  };
}
