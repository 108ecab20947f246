import type { AccountFields, StateManagerInterface } from '@ethereumjs/common';
import { OriginalStorageCache } from '@ethereumjs/statemanager';
import { Account, type Address, createAccountFromRLP, KECCAK256_NULL, setLengthLeft, unpadBytes } from '@ethereumjs/util';
import { bytesToHex, equalBytes, type Hex, hexToBytes, keccak } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { createTrie, EMPTY_ROOT, missingNode } from '../trie/index.ts';
import type { NodeReader, NodeWrites } from '../types.ts';
import { commitChanges, type StorageChanges } from './commit-changes.ts';
import { decodeSlot } from './slot.ts';

/** The EVM's view of the state, with all changes in memory until `finish`. One per block, call or genesis. */
export interface JournaledState extends StateManagerInterface {
  /** Hashes what changed so far. @returns the new root and the nodes and code that the store lacks */
  finish(): { stateRoot: Uint8Array; writes: NodeWrites };
  /** Every slot ever written here, with its present value (32 bytes), for a genesis dump. */
  dumpWritten(address: Address): ReadonlyMap<Hex, Uint8Array>;
}

const SLOT_BYTES = 32;

/**
 * Accounts and slots live in flat maps over a trie that is only read; an undo log serves the EVM's nested checkpoints.
 * The stock state manager writes the trie at each change, which costs seven times as much, and reads a lost node as empty.
 * @throws MedrecError `STATE_NODE_MISSING` from any read
 */
export function createJournaledState(stateRoot: Uint8Array, nodes: NodeReader): JournaledState {
  // Ethereum's receipts before Byzantium hold the root after each transaction; its nodes are read again before the block ends.
  const writes = new Map<Hex, Uint8Array>();
  const reader: NodeReader = { get: (key) => (writes.size > 0 ? writes.get(bytesToHex(key)) : undefined) ?? nodes.get(key) };
  const trie = createTrie(stateRoot, reader);
  const accounts = new Map<Hex, Account | undefined>();
  const changedAccounts = new Set<Hex>();
  const storages = new Map<Hex, StorageChanges>();
  const codes = new Map<Hex, Uint8Array>();
  const undo: (() => void)[] = [];
  const checkpoints: number[] = [];

  function read(key: Hex): Account | undefined {
    if (accounts.has(key)) return accounts.get(key);
    const rlp = trie.get(keccak(hexToBytes(key)));
    const account = rlp && createAccountFromRLP(rlp);
    accounts.set(key, account);
    return account;
  }

  function write(key: Hex, account: Account | undefined): void {
    const before = read(key);
    undo.push(() => void accounts.set(key, before));
    accounts.set(key, account);
    changedAccounts.add(key);
  }

  function storageOf(key: Hex): StorageChanges {
    const known = storages.get(key);
    if (known) return known;
    const storage = emptyStorage(createTrie(read(key)?.storageRoot ?? EMPTY_ROOT, reader));
    storages.set(key, storage);
    return storage;
  }

  function dropStorage(key: Hex): void {
    const before = storageOf(key);
    undo.push(() => void storages.set(key, before));
    storages.set(key, emptyStorage(createTrie(EMPTY_ROOT, reader)));
  }

  function codeOf(hash: Uint8Array): Uint8Array {
    const code = codes.get(bytesToHex(hash)) ?? nodes.get(hash);
    if (!code) throw missingNode(hash);
    return code;
  }

  async function getStorage(address: Address, slot: Uint8Array): Promise<Uint8Array> {
    const key = bytesToHex(address.bytes);
    // An account that does not exist has no storage, whatever stood there before it was destroyed.
    if (!read(key)) return new Uint8Array(0);
    return storageOf(key).read(bytesToHex(slot));
  }

  const state: JournaledState = {
    originalStorageCache: new OriginalStorageCache(getStorage),
    getStorage,
    async getAccount(address) {
      // The EVM changes what it is given before it puts it back.
      return copyOf(read(bytesToHex(address.bytes)));
    },
    async putAccount(address, account) {
      write(bytesToHex(address.bytes), copyOf(account));
    },
    async deleteAccount(address) {
      const key = bytesToHex(address.bytes);
      dropStorage(key);
      write(key, undefined);
    },
    async modifyAccountFields(address, fields: AccountFields) {
      const account = (await state.getAccount(address)) ?? new Account();
      await state.putAccount(address, Object.assign(account, fields));
    },
    async putCode(address, code) {
      const codeHash = keccak(code);
      codes.set(bytesToHex(codeHash), code);
      await state.modifyAccountFields(address, { codeHash });
    },
    async getCode(address) {
      const account = read(bytesToHex(address.bytes));
      return !account || equalBytes(account.codeHash, KECCAK256_NULL) ? new Uint8Array(0) : codeOf(account.codeHash);
    },
    async getCodeSize(address) {
      return (await state.getCode(address)).length;
    },
    async putStorage(address, slot, value) {
      const slotKey = bytesToHex(setLengthLeft(slot, SLOT_BYTES));
      const storage = storageOf(bytesToHex(address.bytes));
      const before = storage.read(slotKey);
      undo.push(() => void storage.written.set(slotKey, before));
      storage.written.set(slotKey, unpadBytes(value));
      changedAccounts.add(bytesToHex(address.bytes));
    },
    async clearStorage(address) {
      dropStorage(bytesToHex(address.bytes));
      changedAccounts.add(bytesToHex(address.bytes));
    },
    async checkpoint() {
      checkpoints.push(undo.length);
    },
    async commit() {
      checkpoints.pop();
    },
    async revert() {
      const mark = checkpoints.pop() ?? 0;
      while (undo.length > mark) undo.pop()?.();
    },
    async getStateRoot() {
      return state.finish().stateRoot;
    },
    async setStateRoot() {
      throw notOffered('setStateRoot');
    },
    async hasStateRoot(root) {
      return equalBytes(root, EMPTY_ROOT) || nodes.get(root) !== undefined;
    },
    clearCaches() {
      throw notOffered('clearCaches');
    },
    shallowCopy() {
      throw notOffered('shallowCopy');
    },
    finish: () => commitChanges({ trie, read, changedAccounts, storages, codes }, writes),
    dumpWritten: (address) => {
      const written = [...storageOf(bytesToHex(address.bytes)).written];
      return new Map(written.map(([slot, value]) => [slot as Hex, setLengthLeft(value, SLOT_BYTES)]));
    },
  };
  return state;
}

function copyOf(account: Account | undefined): Account | undefined {
  return account && new Account(account.nonce, account.balance, account.storageRoot, account.codeHash);
}

function emptyStorage(trie: ReturnType<typeof createTrie>): StorageChanges {
  const seen = new Map<Hex, Uint8Array>();
  const written = new Map<Hex, Uint8Array>();
  return {
    trie,
    written,
    read(slot) {
      const known = written.get(slot) ?? seen.get(slot);
      if (known) return known;
      const value = decodeSlot(trie.get(keccak(hexToBytes(slot))));
      seen.set(slot, value);
      return value;
    },
  };
}

function notOffered(method: string): MedrecError {
  return new MedrecError({ code: 'STATE_METHOD', message: 'The journaled state is made for one root and one use.', facts: { method } });
}
