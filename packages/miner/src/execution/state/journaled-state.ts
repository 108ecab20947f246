import type { AccountFields, StateManagerInterface } from '@ethereumjs/common';
import { OriginalStorageCache } from '@ethereumjs/statemanager';
import { Account, type Address, KECCAK256_NULL, setLengthLeft, unpadBytes } from '@ethereumjs/util';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { kernelKeccak as keccak } from '../../ethash/index.ts';
import { createTrie, EMPTY_ROOT } from '../trie/index.ts';
import { createAccountReads } from './account-reads.ts';
import { commitChanges, hashChanges } from './commit-changes.ts';
import { missingCode } from './missing-code.ts';
import { createStorage, type Storage } from './storage.ts';
import type { StateNodes, StateWrites } from './types.ts';

/** The EVM's view of the state, with all changes in memory until `finish`. One per block, call or genesis. */
export interface JournaledState extends StateManagerInterface {
  /** Hashes what changed. @returns the new root and what the store lacks of its state */
  finish(): { stateRoot: Uint8Array; writes: StateWrites };
  /** Every slot ever written here, with its present value (32 bytes), for a genesis dump. */
  dumpWritten(address: Address): ReadonlyMap<Hex, Uint8Array>;
}

const SLOT_BYTES = 32;

/**
 * Accounts and slots lie in flat maps over a trie that is only read until its root is asked for; an undo log serves the
 * EVM's nested checkpoints. The stock state manager writes the trie at each change, which costs seven times as much, and
 * reads a lost node as empty.
 * @param block hash of the block whose state it is, if something will be built on it
 * @throws MedrecError `STATE_PRUNED`, `STATE_NODE_MISSING`, also from any read
 */
export function createJournaledState(stateRoot: Uint8Array, nodes: StateNodes, block?: Uint8Array): JournaledState {
  const top = nodes.topOf(stateRoot, block);
  const trie = createTrie(equalBytes(stateRoot, EMPTY_ROOT) ? undefined : { kind: 'hash', hash: stateRoot, id: top }, nodes);
  const reads = createAccountReads(top, trie, nodes);
  const accounts = new Map<Hex, Account | undefined>();
  const changed = new Set<Hex>();
  const storages = new Map<Hex, Storage>();
  const codes = new Map<Hex, Uint8Array>();
  const undo: (() => void)[] = [];
  const checkpoints: number[] = [];
  const changes = { top, nodes, trie, reads, changed, storages, codes, account: read };

  function read(key: Hex): Account | undefined {
    return accounts.has(key) ? accounts.get(key) : reads.account(key);
  }

  function write(key: Hex, account: Account | undefined): void {
    const before = read(key);
    undo.push(() => void accounts.set(key, before));
    accounts.set(key, account);
    changed.add(key);
  }

  function storageOf(key: Hex): Storage {
    const known = storages.get(key);
    if (known) return known;
    const storage = createStorage(key, reads.storage(key), nodes, top);
    storages.set(key, storage);
    return storage;
  }

  function dropStorage(key: Hex): void {
    const before = storageOf(key);
    undo.push(() => void storages.set(key, before));
    storages.set(key, createStorage(key, undefined, nodes, top));
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
      if (!account || equalBytes(account.codeHash, KECCAK256_NULL)) return new Uint8Array(0);
      const code = codes.get(bytesToHex(account.codeHash)) ?? nodes.code(account.codeHash);
      if (!code) throw missingCode(account.codeHash);
      return code;
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
      changed.add(bytesToHex(address.bytes));
    },
    async clearStorage(address) {
      dropStorage(bytesToHex(address.bytes));
      changed.add(bytesToHex(address.bytes));
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
      return hashChanges(changes);
    },
    async setStateRoot() {
      throw notOffered('setStateRoot');
    },
    async hasStateRoot(root) {
      return equalBytes(root, stateRoot) || equalBytes(root, EMPTY_ROOT);
    },
    clearCaches() {
      throw notOffered('clearCaches');
    },
    shallowCopy() {
      throw notOffered('shallowCopy');
    },
    finish: () => ({ stateRoot: hashChanges(changes), writes: commitChanges(changes) }),
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

function notOffered(method: string): MedrecError {
  return new MedrecError({ code: 'STATE_METHOD', message: 'The journaled state is made for one root and one use.', facts: { method } });
}
