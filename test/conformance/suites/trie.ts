import { bytesToHex, type Hex, keccak } from '@medrec/shared/bytes';
import { z } from 'zod';
import { emptyTrie } from '../../../packages/miner/src/execution/trie/index.ts';
import { bytesOf, hexOf } from '../hex.ts';
import { compare, firstOf, type Outcome } from '../outcome.ts';

const text = z.string();

export const trieCase = z.looseObject({
  /** Pairs in order, where null deletes; or, where the order must not matter, an object. */
  in: z.union([z.array(z.tuple([text, text.nullable()])), z.record(text, text.nullable())]),
  root: text,
});

type Pair = readonly [key: Uint8Array, value: Uint8Array | undefined];

/** One case: the root, also when it is asked for after every change, and, where the order must not matter, in two other orders. */
export function runTrieCase(value: unknown, isSecure: boolean): Outcome {
  const test = trieCase.parse(value);
  const inOrder = Array.isArray(test.in);
  const pairs = (Array.isArray(test.in) ? test.in : Object.entries(test.in)).map(([key, item]): Pair => {
    const path = bytesOrText(key);
    return [isSecure ? keccak(path) : path, item === null ? undefined : bytesOrText(item)];
  });
  const orders = inOrder ? [pairs] : [pairs, pairs.toReversed(), pairs.toSorted(([a], [b]) => Buffer.compare(a, b))];
  return firstOf(
    ...orders.flatMap((order) => [
      compare('root', hexOf(test.root), rootOf(order, false)),
      compare('root when hashed after each change', hexOf(test.root), rootOf(order, true)),
    ]),
  );
}

function rootOf(pairs: readonly Pair[], hashesEach: boolean): Hex {
  const trie = emptyTrie();
  for (const [key, value] of pairs) {
    if (value) trie.put(key, value);
    else trie.del(key);
    if (hashesEach) trie.root();
  }
  return bytesToHex(trie.root());
}

function bytesOrText(value: string): Uint8Array {
  return /^0x/.test(value) ? bytesOf(value) : new TextEncoder().encode(value);
}
