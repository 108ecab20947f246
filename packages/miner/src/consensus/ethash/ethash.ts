import type { BlockHeader } from '@ethereumjs/block';
import { equalBytes } from '@medrec/shared/bytes';
import type { EthashSizes } from '@medrec/shared/chain';
import { generateCache, seedHash } from './cache.ts';
import { datasetItem, generateDataset } from './dataset.ts';
import { type Hashimoto, hashimoto } from './hashimoto.ts';
import { sealHash } from './seal-hash.ts';
import { epochOf, sizesAt } from './sizes.ts';

/** Two epochs are alive at a time: the head's, and the one before it for late ommers. */
const EPOCHS_KEPT = 2;
/** Above this the dataset is not held in memory and every page is computed from the cache. */
const DATASET_IN_MEMORY_LIMIT_BYTES = 16 * 2 ** 20;
const TWO_256 = 2n ** 256n;

export interface SearchRequest {
  readonly blockNumber: bigint;
  /** 32 bytes, see `sealHash`. */
  readonly sealHash: Uint8Array;
  readonly difficulty: bigint;
  /** 64 bits. */
  readonly startNonce: bigint;
  /** Nonces to try. */
  readonly count: number;
}

export interface Seal {
  /** 8 bytes, big-endian. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly mixHash: Uint8Array;
}

export interface Ethash {
  /** True when mixHash is right and the result is at most 2^256 / difficulty. */
  verify(header: BlockHeader): boolean;
  hashimotoLight(blockNumber: bigint, sealHash: Uint8Array, nonce: bigint): Hashimoto;
  /** Synchronous: callers choose `count` by how long they may block. */
  search(request: SearchRequest): Seal | undefined;
}

interface Epoch {
  readonly cache: Uint32Array;
  readonly datasetBytes: number;
  dataset: Uint32Array | undefined;
}

/** Ethash with the spec's sizes. A cache is made at its epoch's first use and kept while the epoch is current. */
export function createEthash(sizes: EthashSizes): Ethash {
  const epochs = new Map<number, Epoch>();

  function epochAt(blockNumber: bigint): Epoch {
    const number = epochOf(blockNumber);
    const known = epochs.get(number);
    if (known) return known;
    const { cacheBytes, datasetBytes } = sizesAt(sizes, number);
    const epoch: Epoch = { cache: generateCache(seedHash(number), cacheBytes), datasetBytes, dataset: undefined };
    epochs.set(number, epoch);
    const [oldest] = epochs.keys();
    if (epochs.size > EPOCHS_KEPT && oldest !== undefined) epochs.delete(oldest);
    return epoch;
  }

  function hashimotoLight(blockNumber: bigint, hash: Uint8Array, nonce: bigint): Hashimoto {
    const { cache, datasetBytes } = epochAt(blockNumber);
    return hashimoto(hash, nonce, datasetBytes, (index, out) => datasetItem(cache, index, out));
  }

  function hashimotoFast(blockNumber: bigint, hash: Uint8Array, nonce: bigint): Hashimoto {
    const epoch = epochAt(blockNumber);
    if (epoch.datasetBytes > DATASET_IN_MEMORY_LIMIT_BYTES) return hashimotoLight(blockNumber, hash, nonce);
    epoch.dataset ??= generateDataset(epoch.cache, epoch.datasetBytes);
    const { dataset } = epoch;
    return hashimoto(hash, nonce, epoch.datasetBytes, (index, out) => out.set(dataset.subarray(index * 16, index * 16 + 16)));
  }

  return {
    hashimotoLight,
    verify(header) {
      const nonce = readBigEndian(header.nonce);
      const { mixHash, result } = hashimotoFast(header.number, sealHash(header), nonce);
      return equalBytes(mixHash, header.mixHash) && meetsDifficulty(result, header.difficulty);
    },
    search({ blockNumber, sealHash: hash, difficulty, startNonce, count }) {
      for (let i = 0; i < count; i++) {
        const nonce = BigInt.asUintN(64, startNonce + BigInt(i));
        const { mixHash, result } = hashimotoFast(blockNumber, hash, nonce);
        if (meetsDifficulty(result, difficulty)) return { nonce: writeBigEndian64(nonce), mixHash };
      }
      return undefined;
    },
  };
}

/** Equality counts as found (yellow paper, equation 50). */
export function meetsDifficulty(result: Uint8Array, difficulty: bigint): boolean {
  return difficulty > 0n && readBigEndian(result) <= TWO_256 / difficulty;
}

function readBigEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

function writeBigEndian64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}
