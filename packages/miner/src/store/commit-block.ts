import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { encodeReceipts } from './encode-receipts.ts';
import { bodyKey, byNumberKey, canonicalKey, headerKey, metaKey, nodeKey, receiptsKey, transactionKey } from './keys.ts';
import type { BatchWrite } from './open-level.ts';
import { encodeBody, encodeHeader, encodePlace } from './read-blocks.ts';
import type { BlockCommit, CanonicalChange } from './types.ts';

/** Everything one block adds, as the operations of one batch: a crash leaves all of it or none. */
export function commitOperations(commit: BlockCommit): BatchWrite[] {
  const { block } = commit;
  const hash = bytesToHex(block.hash());
  const state = [...commit.writes].map(([node, value]) => ({ key: nodeKey(hexToBytes(node)), value }));
  return [
    ...state,
    { key: headerKey(hash), value: encodeHeader(block.header, commit.totalDifficulty) },
    { key: bodyKey(hash), value: encodeBody(block) },
    { key: receiptsKey(hash), value: encodeReceipts(commit) },
    { key: byNumberKey(block.header.number, block.hash()), value: new Uint8Array(0) },
    ...(commit.canonical === undefined ? [] : canonicalOperations(commit.canonical)),
  ];
}

function canonicalOperations({ removed, added }: CanonicalChange): BatchWrite[] {
  const operations: BatchWrite[] = [];
  // Removals come first: LevelDB applies a batch in order, and the new branch may hold the same numbers and transactions.
  for (const block of removed) {
    operations.push({ key: canonicalKey(block.header.number), value: null });
    for (const transaction of block.transactions) operations.push({ key: transactionKey(transaction.hash()), value: null });
  }
  for (const block of added) {
    const hash = block.hash();
    operations.push({ key: canonicalKey(block.header.number), value: hash });
    for (const [index, transaction] of block.transactions.entries()) {
      operations.push({ key: transactionKey(transaction.hash()), value: encodePlace(hash, index) });
    }
  }
  const head = added.at(-1);
  if (head !== undefined) operations.push({ key: metaKey('head'), value: head.hash() });
  return operations;
}

/** Takes a block out again, so that it can be imported afresh. */
export function removeOperations(hash: Hex, number: bigint): BatchWrite[] {
  const keys = [headerKey(hash), bodyKey(hash), receiptsKey(hash), byNumberKey(number, hexToBytes(hash)), canonicalKey(number)];
  return keys.map((key) => ({ key, value: null }));
}
