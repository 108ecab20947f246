import type { EthashKernel, KernelMemory } from '../kernel/index.ts';
import { type ChunkFile, openChunkFile } from './chunk-file.ts';
import { type DiskFiles, diskFiles } from './files.ts';
import { CHUNK_BYTES, layoutOf, type StoredPart } from './layout.ts';

export interface CacheParts {
  readonly kernel: EthashKernel;
  readonly memory: KernelMemory;
  /** The dataset's; the cache's file stands beside it. */
  readonly part: Omit<StoredPart, 'kind'>;
  /** Absent: the cache is computed and not kept. */
  readonly dir?: string | undefined;
}

/**
 * Fills a memory's cache: from its file when all of it is right, else by computing (half a second at standard sizes).
 * @returns why it could not be kept, if that was wanted and failed; the cache is there all the same
 */
export function loadCache({ kernel, memory, part, dir }: CacheParts, files: DiskFiles = diskFiles): { readonly refusal?: unknown } {
  const cache: StoredPart = { ...part, kind: 'cache' };
  if (dir === undefined) {
    kernel.fillCache(part.seed);
    return {};
  }
  const content = new Uint8Array(memory.memory.buffer, memory.cacheAt, part.sizes.cacheBytes);
  const { chunks, chunkBytes } = layoutOf(cache);
  const pieces = Array.from({ length: chunks }, (_, chunk) =>
    content.subarray(chunk * CHUNK_BYTES, chunk * CHUNK_BYTES + chunkBytes(chunk)),
  );
  let file: ChunkFile | undefined;
  let isFilled = false;
  try {
    file = openChunkFile(dir, cache, files);
    isFilled = pieces.every((piece, chunk) => file?.read(chunk, piece));
    if (isFilled) return {};
    kernel.fillCache(part.seed);
    isFilled = true;
    pieces.forEach((piece, chunk) => {
      file?.write(chunk, piece);
    });
    return {};
  } catch (refusal) {
    file?.giveUp(refusal);
    file = undefined;
    if (!isFilled) kernel.fillCache(part.seed);
    return { refusal };
  } finally {
    file?.close();
  }
}
