import { createHash } from 'node:crypto';
import type { KernelSizes } from '../kernel/index.ts';

/**
 * The least that is read, checked, computed and written at once. One thread computes it in about 40 ms, which is how long
 * a thread may be away from its messages and how much a kill can cost it.
 */
export const CHUNK_BYTES: number = 2 ** 20;

const MAGIC = 'MEDRECET';
const FORMAT_VERSION = 1;
const ETHASH_REVISION = 23;
const KINDS = { cache: 1, dataset: 2 } as const;
const IDENTITY_BYTES = 80;
/** Header, table and content each begin on a block of the disk. */
const ALIGNMENT = 4096;
export const CHECKSUM_BYTES = 32;

/** One epoch's cache or dataset, as it lies in a file. */
export interface StoredPart {
  readonly kind: keyof typeof KINDS;
  readonly epoch: number;
  /** 32 bytes. */
  readonly seed: Uint8Array;
  readonly sizes: KernelSizes;
}

export interface Layout {
  readonly headerBytes: number;
  readonly chunks: number;
  readonly totalBytes: number;
  /** Bytes from the start of the file to a chunk's checksum, and to its content; bytes of its content. */
  checksumAt(chunk: number): number;
  contentAt(chunk: number): number;
  chunkBytes(chunk: number): number;
}

export function partBytes({ kind, sizes }: StoredPart): number {
  return kind === 'cache' ? sizes.cacheBytes : sizes.datasetBytes;
}

export function chunkCount(bytes: number): number {
  return Math.ceil(bytes / CHUNK_BYTES);
}

/** File = header (4 KiB: what it is) ‖ one SHA-256 a chunk ‖ padding to 4 KiB ‖ content. */
export function layoutOf(part: StoredPart): Layout {
  const bytes = partBytes(part);
  const chunks = chunkCount(bytes);
  const contentStart = ALIGNMENT + Math.ceil((chunks * CHECKSUM_BYTES) / ALIGNMENT) * ALIGNMENT;
  return {
    headerBytes: ALIGNMENT,
    chunks,
    totalBytes: contentStart + bytes,
    checksumAt: (chunk) => ALIGNMENT + chunk * CHECKSUM_BYTES,
    contentAt: (chunk) => contentStart + chunk * CHUNK_BYTES,
    chunkBytes: (chunk) => Math.min(CHUNK_BYTES, bytes - chunk * CHUNK_BYTES),
  };
}

/** All that decides the content: magic ‖ version ‖ kind ‖ cache bytes ‖ dataset bytes ‖ chunk bytes ‖ revision ‖ seed; little-endian. */
export function identityOf({ kind, seed, sizes }: StoredPart): Uint8Array {
  const identity = Buffer.alloc(IDENTITY_BYTES);
  identity.write(MAGIC, 0, 'latin1');
  identity.writeUInt32LE(FORMAT_VERSION, 8);
  identity.writeUInt32LE(KINDS[kind], 12);
  identity.writeBigUInt64LE(BigInt(sizes.cacheBytes), 16);
  identity.writeBigUInt64LE(BigInt(sizes.datasetBytes), 24);
  identity.writeUInt32LE(CHUNK_BYTES, 32);
  identity.writeUInt32LE(ETHASH_REVISION, 36);
  identity.set(seed, 40);
  return identity;
}

/**
 * SHA-256 over identity ‖ chunk number ‖ content. Because the identity is in it, a chunk of another seed, size or format
 * version cannot pass for this one's, whatever a torn header says.
 */
export function chunkChecksum(identity: Uint8Array, chunk: number, content: Uint8Array): Uint8Array {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(chunk);
  return createHash('sha256').update(identity).update(number).update(content).digest();
}
