import type { Block } from '@ethereumjs/block';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { checkBody, receiptsRootOf } from '../../execution/index.ts';
import { byNumberHash, byNumberKey, numberOfKey, rangeOf } from '../keys.ts';
import type { Findings } from './findings.ts';
import type { StoreAsIs } from './open-as-is.ts';

export interface BlockCounts {
  readonly blocks: number;
  readonly sideBlocks: number;
  readonly transactions: number;
}

type Progress = (done: number, total: number) => void;

/** Every canonical block from genesis to the head: hash, links, difficulty, body, receipts, indexes; then the side blocks. */
export async function verifyBlocks(store: StoreAsIs, head: bigint, findings: Findings, onProgress: Progress): Promise<BlockCounts> {
  let transactions = 0;
  let parent: Block | undefined;
  for (let number = 0n; number <= head; number++) {
    const block = await verifyCanonical(store, number, parent, findings);
    transactions += block?.transactions.length ?? 0;
    parent = block;
    onProgress(Number(number), Number(head));
  }
  const last = findings.guard('index', head, () => store.reader.canonicalHash(head));
  if (last !== undefined && last !== store.head) findings.add('index', head, 'the canonical chain does not end at the head');
  return { blocks: Number(head) + 1, transactions, sideBlocks: await verifySideBlocks(store, head, findings) };
}

async function verifyCanonical(
  store: StoreAsIs,
  number: bigint,
  parent: Block | undefined,
  findings: Findings,
): Promise<Block | undefined> {
  const hash = findings.guard('index', number, () => store.reader.canonicalHash(number));
  if (hash === undefined) {
    findings.add('index', number, 'the canonical chain has no block at this height');
    return undefined;
  }
  const block = findings.guard('block', number, () => store.reader.block(hash));
  if (block === undefined) {
    findings.add('block', number, 'the block is missing');
    return undefined;
  }
  store.reader.forget(hash); // a walk over all blocks should not keep them all
  if (block.header.number !== number) findings.add('block', number, 'the block is of another height');
  if (parent && !equalBytes(block.header.parentHash, parent.hash()))
    findings.add('block', number, 'the block’s parent is not the one below it');
  const body = await checkBody(block).then(
    () => undefined,
    (error: { code?: string }) => error.code ?? 'unreadable',
  );
  if (body !== undefined) findings.add('block', number, `the body is not the header’s: ${body}`);
  if (number > 0n) findings.guard('block', number, () => verifyDifficulty(store, block, findings));
  findings.guard('receipts', number, () => verifyReceipts(store, hash, block, findings));
  verifyPlaces(store, hash, block, findings);
  const listed = store.disk.get(byNumberKey(number, block.hash()));
  if (listed === undefined) findings.add('index', number, 'the block is not listed under its height');
  return block;
}

function verifyDifficulty({ reader }: StoreAsIs, block: Block, findings: Findings): void {
  const below = reader.header(bytesToHex(block.header.parentHash))?.totalDifficulty;
  const own = reader.header(bytesToHex(block.hash()))?.totalDifficulty;
  if (below !== undefined && own !== below + block.header.difficulty)
    findings.add('block', block.header.number, 'the total difficulty is not its parent’s and its own');
}

function verifyReceipts({ reader }: StoreAsIs, hash: Hex, block: Block, findings: Findings): void {
  const { number, receiptTrie } = block.header;
  const stored = reader.receipts(hash);
  if (stored === undefined) findings.add('receipts', number, 'the receipts are missing');
  else if (!equalBytes(receiptsRootOf(stored.receipts), receiptTrie)) findings.add('receipts', number, 'the receipts are not the header’s');
}

function verifyPlaces({ reader }: StoreAsIs, hash: Hex, block: Block, findings: Findings): void {
  for (const [index, transaction] of block.transactions.entries()) {
    const place = findings.guard('index', block.header.number, () => reader.place(bytesToHex(transaction.hash())));
    if (place?.blockHash !== hash || place.index !== index) {
      findings.add('index', block.header.number, `transaction ${index} is not found where it is`);
    }
  }
}

async function verifySideBlocks({ disk, reader }: StoreAsIs, head: bigint, findings: Findings): Promise<number> {
  let count = 0;
  const { from, to } = rangeOf('byNumber');
  for await (const key of disk.keys(from, to)) {
    const number = numberOfKey(key);
    const hash = bytesToHex(byNumberHash(key));
    if (number <= head && findings.guard('index', number, () => reader.canonicalHash(number)) === hash) continue;
    count++;
    if (findings.guard('block', number, () => reader.block(hash)) === undefined) findings.add('block', number, 'a side block is missing');
    reader.forget(hash);
  }
  return count;
}
