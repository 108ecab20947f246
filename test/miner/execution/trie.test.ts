import { MerkleStateManager } from '@ethereumjs/statemanager';
import { Account, createAddressFromString, setLengthLeft } from '@ethereumjs/util';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJournaledState } from '../../../packages/miner/src/execution/state/index.ts';
import { createTrie, EMPTY_ROOT } from '../../../packages/miner/src/execution/trie/index.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const store = () => {
  const nodes = new Map<Hex, Uint8Array>();
  return { nodes, reader: { get: (key: Uint8Array) => nodes.get(bytesToHex(key)) } };
};

// The root is consensus: one bit off and this node is alone.
describe('trie', () => {
  it('gives Ethereum’s roots', () => {
    const { nodes, reader } = store();
    const trie = createTrie(EMPTY_ROOT, reader);
    expect(bytesToHex(trie.commit(nodes))).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
    trie.put(utf8('A'), utf8('a'.repeat(50)));
    // trieanyorder.json, singleItem
    expect(bytesToHex(trie.commit(nodes))).toBe('0xd23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab');
    trie.del(utf8('A'));
    for (const [name, value] of [
      ['do', 'verb'],
      ['horse', 'stallion'],
      ['doge', 'coin'],
      ['dog', 'puppy'],
    ] as const)
      trie.put(utf8(name), utf8(value));
    // trieanyorder.json, puppy
    expect(bytesToHex(trie.commit(nodes))).toBe('0x5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84');
  });

  it('is a map: what was put last is read, in any order, through any number of commits', () => {
    // Short keys are starts of long ones: Ethereum's tries may hold both.
    const key = fc.uint8Array({ maxLength: 4 }).map((bytes) => bytes.map((byte) => byte % 4));
    const change = fc.tuple(key, fc.option(fc.uint8Array({ minLength: 1, maxLength: 40 })), fc.boolean());
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const { nodes, reader } = store();
        const model = new Map<Hex, Uint8Array>();
        let trie = createTrie(EMPTY_ROOT, reader);
        for (const [path, value, commits] of changes) {
          if (value) trie.put(path, value);
          else trie.del(path);
          if (value) model.set(bytesToHex(path), value);
          else model.delete(bytesToHex(path));
          if (commits) trie = createTrie(trie.commit(nodes), reader);
        }
        for (const [path] of changes) expect(trie.get(path)).toEqual(model.get(bytesToHex(path)));
        // One content has one root, whatever the way to it.
        const direct = createTrie(EMPTY_ROOT, reader);
        for (const [path, value] of [...model].reverse()) direct.put(hexToBytes(path), value);
        expect(bytesToHex(trie.commit(nodes))).toBe(bytesToHex(direct.commit(new Map())));
      }),
    );
  });

  it('throws on a lost node', () => {
    const { nodes, reader } = store();
    const trie = createTrie(EMPTY_ROOT, reader);
    for (let i = 0; i < 50; i++) trie.put(setLengthLeft(Uint8Array.of(i * 5), 32), new Uint8Array(40).fill(i + 1));
    const root = trie.commit(nodes);
    const inner = [...nodes.keys()].find((hash) => hash !== bytesToHex(root));
    nodes.delete(inner ?? '0x');
    const again = createTrie(root, reader);
    const readAll = () => {
      for (let i = 0; i < 50; i++) again.get(setLengthLeft(Uint8Array.of(i * 5), 32));
    };
    expect(readAll).toThrowError(expect.objectContaining({ code: 'STATE_NODE_MISSING' }));
  });
});

type Step =
  | { readonly kind: 'slot'; readonly account: number; readonly slot: number; readonly value: number }
  | { readonly kind: 'balance'; readonly account: number; readonly value: number }
  | { readonly kind: 'code'; readonly account: number; readonly value: number }
  | { readonly kind: 'checkpoint' | 'commit' | 'revert' };

const small = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('slot' as const), account: small, slot: small, value: fc.nat(3) }),
  fc.record({ kind: fc.constant('balance' as const), account: small, value: small }),
  fc.record({ kind: fc.constant('code' as const), account: small, value: small }),
  fc.record({ kind: fc.constantFrom('checkpoint' as const, 'commit' as const, 'revert' as const) }),
);

const addressOf = (account: number) => createAddressFromString(`0x${(account + 1).toString(16).padStart(40, '0')}`);

describe('journaled state', () => {
  it('agrees with the stock state manager over writes, checkpoints and reverts', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { nodes, reader } = store();
        const ours = createJournaledState(EMPTY_ROOT, reader);
        const stock = new MerkleStateManager();
        let depth = 0;
        for (const state of [ours, stock]) {
          for (let account = 0; account <= 5; account++) await state.putAccount(addressOf(account), new Account(1n));
        }
        for (const one of steps) {
          if (one.kind === 'commit' || one.kind === 'revert') {
            if (depth === 0) continue;
            depth--;
          }
          if (one.kind === 'checkpoint') depth++;
          for (const state of [ours, stock]) await apply(state, one);
        }
        for (; depth > 0; depth--) for (const state of [ours, stock]) await state.commit();
        const { stateRoot, writes } = ours.finish();
        expect(bytesToHex(stateRoot)).toBe(bytesToHex(await stock.getStateRoot()));

        for (const [hash, value] of writes) nodes.set(hash, value);
        const reread = createJournaledState(stateRoot, reader);
        for (let account = 0; account <= 5; account++) {
          expect(await reread.getCode(addressOf(account))).toEqual(await stock.getCode(addressOf(account)));
          for (let slot = 0; slot <= 5; slot++) {
            const key = setLengthLeft(Uint8Array.of(slot), 32);
            expect(await reread.getStorage(addressOf(account), key)).toEqual(await stock.getStorage(addressOf(account), key));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('forgets the storage of a destroyed account, also when it comes back', async () => {
    const { nodes, reader } = store();
    const [address, slot] = [addressOf(0), new Uint8Array(32)];
    const before = createJournaledState(EMPTY_ROOT, reader);
    await before.putAccount(address, new Account(1n));
    await before.putStorage(address, slot, Uint8Array.of(7));
    const first = before.finish();
    for (const [hash, value] of first.writes) nodes.set(hash, value);

    const state = createJournaledState(first.stateRoot, reader);
    await state.checkpoint();
    await state.deleteAccount(address);
    await state.putAccount(address, new Account(2n));
    expect(await state.getStorage(address, slot)).toEqual(new Uint8Array(0));
    await state.revert();
    expect(await state.getStorage(address, slot)).toEqual(Uint8Array.of(7));
    await state.deleteAccount(address);
    expect(state.finish().stateRoot).toEqual(EMPTY_ROOT);
  });
});

async function apply(
  state: Pick<MerkleStateManager, 'checkpoint' | 'commit' | 'revert' | 'putStorage' | 'putCode' | 'modifyAccountFields'>,
  one: Step,
): Promise<void> {
  switch (one.kind) {
    case 'slot':
      return state.putStorage(addressOf(one.account), setLengthLeft(Uint8Array.of(one.slot), 32), Uint8Array.of(one.value));
    case 'balance':
      return state.modifyAccountFields(addressOf(one.account), { balance: BigInt(one.value) });
    case 'code':
      return state.putCode(addressOf(one.account), Uint8Array.of(0x60, one.value));
    default:
      return state[one.kind]();
  }
}
