import { bytesToHex } from '@medrec/shared/bytes';
import { encodeReceipts } from './encode-receipts.ts';
import { bodyKey, byNumberKey, canonicalKey, headerKey, metaKey, receiptsKey, transactionKey } from './keys.ts';
import type { BatchWrite } from './open-level.ts';
import { encodeBody, encodeHeader, encodePlace } from './read-blocks.ts';
import type { CanonicalChange, StoredBlock } from './types.ts';

/** Everything one block adds beside its state, as operations of the block's batch. */
export function commitOperations(commit: StoredBlock): BatchWrite[] {
  const { block } = commit;
  const hash = bytesToHex(block.hash());
  return [
    { key: headerKey(hash), value: encodeHeader(block.header, commit.totalDifficulty) },
    { key: bodyKey(hash), value: encodeBody(block) },
    { key: receiptsKey(hash), value: encodeReceipts(commit) },
    { key: byNumberKey(block.header.number, block.hash()), value: new Uint8Array(0) },
    ...(commit.canonical === undefined ? [] : canonicalOperations(commit.canonical)),
  ];
}

/** The chain's new shape. */
export function canonicalOperations({ removed, added }: CanonicalChange): BatchWrite[] {
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
