import { type Block, type BlockHeader, createBlockFromBytesArray, createBlockHeaderFromBytesArray } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, compareBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { createBoundedCache } from './bounded-cache.ts';
import { storeDamaged } from './checked-value.ts';
import { decodeReceipts } from './encode-receipts.ts';
import { bodyKey, canonicalKey, headerKey, receiptsKey, transactionKey } from './keys.ts';
import type { Disk } from './open-level.ts';
import type { StoredPlace, StoredReceipts } from './types.ts';

export interface StoredHeader {
  readonly header: BlockHeader;
  readonly totalDifficulty: bigint;
}

/** Reads blocks with their hashes checked; header and body lie apart so that a header walk stays cheap. */
export interface BlockReader {
  header(hash: Hex): StoredHeader | undefined;
  block(hash: Hex): Block | undefined;
  /** A block's body as it is kept: `encodeBody`. */
  body(hash: Hex): Uint8Array | undefined;
  /** Receipts as they are kept: `encodeReceipts`. */
  receiptsBytes(hash: Hex): Uint8Array | undefined;
  canonicalHash(number: bigint): Hex | undefined;
  receipts(hash: Hex): StoredReceipts | undefined;
  place(transactionHash: Hex): StoredPlace | undefined;
  forget(hash: Hex): void;
}

const CACHED_HEADERS = 4096;
const CACHED_BLOCK_BYTES = 32 * 1024 * 1024;
const PLACE_BYTES = 36;

export function createBlockReader(disk: Disk, common: Common): BlockReader {
  const headers = createBoundedCache<Hex, StoredHeader>(CACHED_HEADERS);
  const blocks = createBoundedCache<Hex, Block>(CACHED_BLOCK_BYTES);

  const header = (hash: Hex): StoredHeader | undefined => {
    const cached = headers.get(hash);
    if (cached !== undefined) return cached;
    const bytes = disk.get(headerKey(hash));
    if (bytes === undefined) return undefined;
    const read = decodeHeader(hash, bytes, common);
    headers.set(hash, read, 1);
    return read;
  };

  const block = (hash: Hex): Block | undefined => {
    const cached = blocks.get(hash);
    if (cached !== undefined) return cached;
    const stored = header(hash);
    if (stored === undefined) return undefined;
    const body = disk.get(bodyKey(hash));
    if (body === undefined) throw storeDamaged('the body of a known block');
    const [transactions, ommers] = RLP.decode(body) as [Uint8Array[], Uint8Array[][]];
    const read = createBlockFromBytesArray([stored.header.raw(), transactions, ommers], { common, setHardfork: true });
    blocks.set(hash, read, body.length);
    return read;
  };

  const canonicalHash = (number: bigint): Hex | undefined => {
    const bytes = disk.get(canonicalKey(number));
    return bytes === undefined ? undefined : bytesToHex(bytes);
  };

  return {
    header,
    block,
    body: (hash) => disk.get(bodyKey(hash)),
    receiptsBytes: (hash) => disk.get(receiptsKey(hash)),
    canonicalHash,
    receipts(hash) {
      const bytes = disk.get(receiptsKey(hash));
      return bytes === undefined ? undefined : decodeReceipts(bytes);
    },
    place(transactionHash) {
      const bytes = disk.get(transactionKey(hexToBytes(transactionHash)));
      if (bytes?.length !== PLACE_BYTES) return undefined;
      const blockHash = bytesToHex(bytes.subarray(0, 32));
      const blockNumber = header(blockHash)?.header.number;
      // An index entry may outlive a rewound head; the canonical chain decides.
      if (blockNumber === undefined || canonicalHash(blockNumber) !== blockHash) return undefined;
      return { blockHash, blockNumber, index: Buffer.from(bytes).readUInt32BE(32) };
    },
    forget(hash) {
      headers.delete(hash);
      blocks.delete(hash);
    },
  };
}

/** RLP of `[header, total difficulty]`. */
export function encodeHeader(header: BlockHeader, totalDifficulty: bigint): Uint8Array {
  return RLP.encode([header.raw(), totalDifficulty]);
}

/** RLP of `[transactions, ommer headers]`, as in a block. */
export function encodeBody(block: Block): Uint8Array {
  const [, transactions, ommers] = block.raw();
  return RLP.encode([transactions, ommers]);
}

/** block hash (32) ‖ index (4, big-endian). */
export function encodePlace(blockHash: Uint8Array, index: number): Uint8Array {
  const bytes = Buffer.alloc(PLACE_BYTES);
  bytes.set(blockHash);
  bytes.writeUInt32BE(index, 32);
  return bytes;
}

function decodeHeader(hash: Hex, bytes: Uint8Array, common: Common): StoredHeader {
  const [raw, totalDifficulty] = RLP.decode(bytes) as [Uint8Array[], Uint8Array];
  const header = createBlockHeaderFromBytesArray(raw, { common, setHardfork: true });
  if (compareBytes(header.hash(), hexToBytes(hash)) !== 0) throw storeDamaged('a block header');
  return { header, totalDifficulty: BigInt(`0x0${Buffer.from(totalDifficulty).toString('hex')}`) };
}
