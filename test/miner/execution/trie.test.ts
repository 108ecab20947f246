import { RLP } from '@ethereumjs/rlp';
import { MerkleStateManager } from '@ethereumjs/statemanager';
import { Account, createAddressFromString, setLengthLeft } from '@ethereumjs/util';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJournaledState, createMemoryState, idsBelow, resolveRecords } from '../../../packages/miner/src/execution/state/index.ts';
import {
  createTrie,
  decodeNode,
  decodeRecord,
  draftRecords,
  EMPTY_ROOT,
  emptyTrie,
  encodeNode,
  encodeRecord,
  isPacked,
  type LoadedNode,
  missingNode,
  type NodeRecord,
  type NodeSource,
  type Trie,
} from '../../../packages/miner/src/execution/trie/index.ts';
import { childAt } from '../../../packages/miner/src/execution/trie/packed-branch.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A trie whose nodes have been stored, opened anew: reads and changes go through records and numbers. */
function reopened(trie: Trie, nodes: LoadedNode[]): Trie {
  const top = trie.top();
  if (!top) return emptyTrie();
  const records: NodeRecord[] = [];
  const first = nodes.length + 1;
  const resolved = resolveRecords({ top: draftRecords(top, records), records }, first);
  for (const record of resolved.records) nodes.push(decodeNode(decodeRecord(encodeRecord(record))));
  return createTrie({ kind: 'hash', hash: trie.root(), id: resolved.top }, sourceOf(nodes));
}

function sourceOf(nodes: readonly (LoadedNode | undefined)[]): NodeSource {
  return {
    node(id) {
      const node = nodes[id - 1];
      if (!node) throw missingNode(id);
      return node;
    },
  };
}

// Short keys are starts of long ones: Ethereum's tries may hold both.
const key = fc.uint8Array({ maxLength: 4 }).map((bytes) => bytes.map((byte) => byte % 4));
const change = fc.tuple(key, fc.option(fc.uint8Array({ minLength: 1, maxLength: 40 })), fc.boolean());

// The root is consensus: one bit off and this node is alone.
describe('trie', () => {
  it('gives Ethereum’s roots', () => {
    const trie = emptyTrie();
    expect(bytesToHex(trie.root())).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
    trie.put(utf8('A'), utf8('a'.repeat(50)));
    // trieanyorder.json, singleItem
    expect(bytesToHex(trie.root())).toBe('0xd23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab');
    trie.del(utf8('A'));
    for (const [name, value] of [
      ['do', 'verb'],
      ['horse', 'stallion'],
      ['doge', 'coin'],
      ['dog', 'puppy'],
    ] as const)
      trie.put(utf8(name), utf8(value));
    // trieanyorder.json, puppy
    expect(bytesToHex(trie.root())).toBe('0x5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84');
  });

  it('is a map: what was put last is read, in any order, through any number of stores', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const nodes: LoadedNode[] = [];
        const model = new Map<Hex, Uint8Array>();
        let trie = emptyTrie();
        for (const [path, value, isStored] of changes) {
          if (value) trie.put(path, value);
          else trie.del(path);
          if (value) model.set(bytesToHex(path), value);
          else model.delete(bytesToHex(path));
          if (isStored) trie = reopened(trie, nodes);
        }
        for (const [path] of changes) expect(trie.get(path)?.value).toEqual(model.get(bytesToHex(path)));
        // One content has one root, whatever the way to it.
        const direct = emptyTrie();
        for (const [path, value] of [...model].reverse()) direct.put(hexToBytes(path), value);
        expect(bytesToHex(trie.root())).toBe(bytesToHex(direct.root()));
      }),
    );
  });

  it('says exactly which stored nodes a change leaves behind: what else there was is what a new walk finds', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.array(change, { maxLength: 40 }), (before, after) => {
        const nodes: LoadedNode[] = [];
        const first = emptyTrie();
        for (const [path, value] of before) if (value) first.put(path, value);
        const stored = reopened(first, nodes);
        const had = idsOf(stored, nodes);
        for (const [path, value] of after) {
          if (value) stored.put(path, value);
          else stored.del(path);
          stored.root();
        }
        const gone = new Set(stored.stale);
        expect(gone.size).toBe(stored.stale.length);
        const has = idsOf(reopened(stored, nodes), nodes);
        expect([...had].filter((id) => !gone.has(id))).toEqual([...had].filter((id) => has.has(id)));
        expect([...gone].every((id) => had.has(id) && !has.has(id))).toBe(true);
      }),
    );
  });

  it('throws on a lost node', () => {
    const nodes: (LoadedNode | undefined)[] = [];
    const trie = emptyTrie();
    for (let i = 0; i < 50; i++) trie.put(setLengthLeft(Uint8Array.of(i * 5), 32), new Uint8Array(40).fill(i + 1));
    const again = reopened(trie, nodes as LoadedNode[]);
    nodes[0] = undefined;
    const readAll = () => {
      for (let i = 0; i < 50; i++) again.get(setLengthLeft(Uint8Array.of(i * 5), 32));
    };
    expect(readAll).toThrowError(expect.objectContaining({ code: 'STATE_NODE_MISSING' }));
  });

  it('reads a branch of hashes in place as it would in parts', () => {
    const child = fc.option(fc.tuple(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.integer({ min: 1, max: 2 ** 40 })));
    fc.assert(
      fc.property(fc.array(child, { minLength: 16, maxLength: 16 }), (children) => {
        const links = children.flatMap((one) => (one ? [one[1]] : []));
        const encoded = RLP.encode([...children.map((one) => one?.[0] ?? new Uint8Array(0)), new Uint8Array(0)]);
        const node = decodeNode(decodeRecord(encodeRecord({ encoded, links })));
        if (node.kind !== 'branch') throw new TypeError('not a branch');
        expect(isPacked(node)).toBe(links.length > 1);
        const expected = children.map((one) => (one ? { kind: 'hash', hash: one[0], id: one[1] } : undefined));
        expect(node.children).toEqual(expected);
        for (const [index, one] of expected.entries()) expect(childAt(node, index)).toEqual(one);
        expect(encodeNode({ kind: 'branch', children: node.children })).toEqual(encoded);
      }),
    );
  });

  it('names a record that is no node, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          decodeNode(decodeRecord(bytes));
        } catch (error) {
          expect(error).toMatchObject({ code: 'STATE_NODE_DAMAGED' });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function idsOf(trie: Trie, nodes: readonly LoadedNode[]): Set<number> {
  const top = trie.top();
  return new Set(top?.kind === 'hash' ? idsBelow(top.id, sourceOf(nodes)) : []);
}

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
        const nodes = createMemoryState();
        const ours = createJournaledState(EMPTY_ROOT, nodes);
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
        nodes.keep({ stateRoot, writes });
        expect(bytesToHex(stateRoot)).toBe(bytesToHex(await stock.getStateRoot()));

        const reread = createJournaledState(stateRoot, nodes);
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
    const nodes = createMemoryState();
    const [address, slot] = [addressOf(0), new Uint8Array(32)];
    const before = createJournaledState(EMPTY_ROOT, nodes);
    await before.putAccount(address, new Account(1n));
    await before.putStorage(address, slot, Uint8Array.of(7));
    const first = before.finish();
    nodes.keep(first);

    const state = createJournaledState(first.stateRoot, nodes);
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
