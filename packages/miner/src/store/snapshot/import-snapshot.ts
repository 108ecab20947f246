import { access, rename, rm } from 'node:fs/promises';
import { type Block, createBlockFromBytesArray } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, equalBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import { checkBody, receiptsRootOf } from '../../execution/index.ts';
import { commitOperations } from '../commit-block.ts';
import { decodeReceipts } from '../encode-receipts.ts';
import { metaKey, numberBytes, STORE_SCHEMA, stateKey } from '../keys.ts';
import { type Disk, openLevel } from '../open-level.ts';
import { createRootUses } from '../root-uses.ts';
import { encodeStateRecord } from '../state-record.ts';
import { windowOperations } from '../state-window.ts';
import type { StoredReceipts } from '../types.ts';
import { SNAPSHOT_VERSION } from './export-snapshot.ts';
import { fromChunks, invalidSnapshot, type SnapshotItem } from './items.ts';
import { createStateReceiver, type StateReceiver } from './receive-state.ts';

export interface ImportSnapshotOptions {
  /** Where the block store is to be; there must be none yet. */
  readonly dir: string;
  readonly genesisHash: Hex;
  readonly common: Common;
  /** The block that the caller knows to be the network's, for example because the providers attest it. */
  readonly trusted: { readonly number: bigint; readonly hash: Hex };
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly onProgress?: (phase: 'blocks' | 'nodes', done: number, total?: number) => void;
}

const WRITTEN_AT_ONCE = 2000;

/**
 * Makes a block store from a snapshot. Blocks are held together by their hashes up to the trusted one, bodies and receipts
 * by their roots, and every node of the state by the state root; the logs of system calls alone are believed, since no
 * header commits to them. The store appears under its name when all of it has been verified, or not at all.
 * @throws MedrecError `SNAPSHOT_INVALID`, `STORE_EXISTS`
 */
export async function importSnapshot(options: ImportSnapshotOptions): Promise<void> {
  await requireNoStore(options.dir);
  const unfinished = `${options.dir}.importing`;
  await rm(unfinished, { recursive: true, force: true });
  const disk = await openLevel(unfinished);
  try {
    await receive(disk, options);
    await disk.close();
    await rename(unfinished, options.dir);
  } catch (error) {
    await disk.close();
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function receive(disk: Disk, { genesisHash, common, trusted, chunks, onProgress }: ImportSnapshotOptions): Promise<void> {
  const items = fromChunks(chunks);
  checkHead(await nextItem(items), genesisHash, trusted);
  const head = await receiveBlocks(disk, items, { genesisHash, common, trusted, onProgress });
  const state = createStateReceiver(head.header.stateRoot);
  let nodes = 0;
  for (let item = await nextItem(items); item.kind !== 'end'; item = await nextItem(items)) {
    receiveState(item, state);
    onProgress?.('nodes', ++nodes);
    if (state.pendingWrites() >= WRITTEN_AT_ONCE) await disk.write(state.take());
  }
  const { top, nextId } = state.finish();
  const roots = createRootUses(disk);
  roots.change(head.header.stateRoot, top, 1);
  await disk.write([
    ...state.take(),
    ...roots.operations(),
    { key: stateKey(bytesToHex(head.hash())), value: encodeStateRecord({ top, first: 1, count: nextId - 1, stale: [] }) },
    ...windowOperations({ mode: 'pruned', oldest: head.header.number }),
    { key: metaKey('nextNode'), value: numberBytes(BigInt(nextId)) },
    { key: metaKey('genesis'), value: hexToBytes(genesisHash) },
    { key: metaKey('schema'), value: numberBytes(BigInt(STORE_SCHEMA)) },
  ]);
}

function checkHead({ kind, bytes }: SnapshotItem, genesisHash: Hex, trusted: ImportSnapshotOptions['trusted']): void {
  const [version, genesis, number, hash] = kind === 'head' ? decodeList(bytes) : [];
  if (!(version instanceof Uint8Array) || version[0] !== SNAPSHOT_VERSION) throw invalidSnapshot('a format of another version');
  if (!(genesis instanceof Uint8Array) || bytesToHex(genesis) !== genesisHash) throw invalidSnapshot('it is of another network');
  const isTrusted = number instanceof Uint8Array && BigInt(`0x0${Buffer.from(number).toString('hex')}`) === trusted.number;
  if (!isTrusted || !(hash instanceof Uint8Array) || bytesToHex(hash) !== trusted.hash)
    throw invalidSnapshot('it is of another block than the trusted one');
}

type BlockOptions = Pick<ImportSnapshotOptions, 'genesisHash' | 'common' | 'trusted'> & {
  readonly onProgress: ImportSnapshotOptions['onProgress'];
};

async function receiveBlocks(disk: Disk, items: AsyncGenerator<SnapshotItem>, options: BlockOptions): Promise<Block> {
  const { genesisHash, common, trusted, onProgress } = options;
  let parent: Block | undefined;
  let totalDifficulty = 0n;
  for (let number = 0n; number <= trusted.number; number++) {
    const { block, receipts } = decodeBlock(await nextItem(items), common);
    await checkBlock(block, receipts, number, parent, genesisHash);
    totalDifficulty += block.header.difficulty;
    if (number === trusted.number && bytesToHex(block.hash()) !== trusted.hash)
      throw invalidSnapshot('its last block is not the trusted one');
    await disk.write(commitOperations({ block, totalDifficulty, ...receipts, canonical: { removed: [], added: [block] } }));
    onProgress?.('blocks', Number(number), Number(trusted.number));
    parent = block;
  }
  return parent as Block;
}

async function checkBlock(
  block: Block,
  { receipts }: StoredReceipts,
  number: bigint,
  parent: Block | undefined,
  genesisHash: Hex,
): Promise<void> {
  const { header } = block;
  if (parent === undefined ? bytesToHex(block.hash()) !== genesisHash : !equalBytes(header.parentHash, parent.hash()))
    throw invalidSnapshot('a block that does not follow the one before it');
  if (header.number !== number) throw invalidSnapshot('a block of another height');
  await checkBody(block).catch((cause: unknown) => {
    throw invalidSnapshot('a body that is not its header’s', cause);
  });
  if (!equalBytes(receiptsRootOf(receipts), header.receiptTrie)) throw invalidSnapshot('receipts that are not their header’s');
  let gasBefore = 0n;
  for (const { gasUsed, cumulativeGasUsed } of receipts) {
    // The gas of one transaction is kept beside what the root covers.
    if (gasUsed !== cumulativeGasUsed - gasBefore) throw invalidSnapshot('receipts whose gas does not add up');
    gasBefore = cumulativeGasUsed;
  }
}

function decodeBlock({ kind, bytes }: SnapshotItem, common: Common): { block: Block; receipts: StoredReceipts } {
  if (kind !== 'block') throw invalidSnapshot('fewer blocks than its head says');
  try {
    const [raw, receipts] = decodeList(bytes);
    const block = createBlockFromBytesArray(raw as Parameters<typeof createBlockFromBytesArray>[0], { common, setHardfork: true });
    return { block, receipts: decodeReceipts(receipts as Uint8Array) };
  } catch (cause) {
    throw invalidSnapshot('a block that cannot be read', asMedrecError(cause));
  }
}

function receiveState({ kind, bytes }: SnapshotItem, state: StateReceiver): void {
  if (kind === 'node') state.node(bytes);
  else if (kind === 'code') state.code(bytes);
  else throw invalidSnapshot('an item out of order');
}

function decodeList(bytes: Uint8Array): unknown[] {
  try {
    const decoded: unknown = RLP.decode(bytes);
    if (Array.isArray(decoded)) return decoded;
  } catch (cause) {
    throw invalidSnapshot('an item that cannot be read', cause);
  }
  throw invalidSnapshot('an item that cannot be read');
}

async function nextItem(items: AsyncGenerator<SnapshotItem>): Promise<SnapshotItem> {
  const { done, value } = await items.next();
  if (done) throw invalidSnapshot('it ends before its end');
  return value;
}

async function requireNoStore(dir: string): Promise<void> {
  const exists = await access(dir).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new MedrecError({
    code: 'STORE_EXISTS',
    message: 'There is a block store already.',
    facts: { dir },
    remedy: 'Import into a new folder.',
  });
}
