import { type Account, createAccountFromRLP } from '@ethereumjs/util';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { kernelKeccak as keccak } from '../../ethash/index.ts';
import { EMPTY_ID, type HashNode, type LeafValue, type Trie } from '../trie/index.ts';
import type { StateNodes, StoredAccount } from './types.ts';

/** A state's accounts as they were before anything was written: from memory if it is the head's, else from the trie. */
export interface AccountReads {
  account(address: Hex): Account | undefined;
  /** Top of the account's storage; undefined where there is none. */
  storage(address: Hex): HashNode | undefined;
}

export function createAccountReads(top: number, trie: Pick<Trie, 'get'>, { flat }: Pick<StateNodes, 'flat'>): AccountReads {
  const seen = new Map<Hex, StoredAccount | null>();

  function stored(address: Hex): StoredAccount | null {
    const known = seen.get(address);
    if (known !== undefined) return known;
    let found = flat.account(top, address);
    if (found === undefined) {
      found = decodeAccount(trie.get(keccak(hexToBytes(address))));
      flat.keepAccount(top, address, found);
    }
    seen.set(address, found);
    return found;
  }

  return {
    account: (address) => stored(address)?.account,
    storage(address) {
      const found = stored(address);
      return found && found.storage !== EMPTY_ID ? { kind: 'hash', hash: found.account.storageRoot, id: found.storage } : undefined;
    },
  };
}

/** An account's leaf; null for no leaf. */
export function decodeAccount(leaf: LeafValue | undefined): StoredAccount | null {
  if (!leaf) return null;
  return { account: createAccountFromRLP(leaf.value), storage: typeof leaf.below === 'number' ? leaf.below : EMPTY_ID };
}
