import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ReadContext, SourceFile } from './source.ts';

const CHUNK_BYTES = 1 << 18;

/** The file's bytes in chunks; `.gz` is unpacked on the way. Read errors and damaged archives are thrown by the iteration. */
export function openFile(file: SourceFile, context: Pick<ReadContext, 'onBytes' | 'signal'>): AsyncIterable<Buffer> {
  const raw: Readable = createReadStream(file.path, { highWaterMark: CHUNK_BYTES, ...(context.signal ? { signal: context.signal } : {}) });
  raw.on('data', (chunk: Buffer | string) => context.onBytes(chunk.length));
  if (!file.path.endsWith('.gz')) return raw;
  // The error reaches the reader through the stream that `pipeline` destroys.
  return pipeline(raw, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
}
