import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A text file written line by line in bounded memory. */
export interface LineFile {
  /** False when `flush` should be awaited before the next line. */
  write(line: string, ending?: '\n' | '\r\n'): boolean;
  flush(): Promise<void>;
  lines(): number;
  /** Resolves to the SHA-256 of the text before it is packed, when all is on disk. */
  close(): Promise<string>;
}

const FLUSH_CHARACTERS = 1 << 18;

export function createLineFile(path: string, gzip: boolean): LineFile {
  const disk = createWriteStream(path);
  const sink: Writable = gzip ? createGzip({ level: 6 }) : disk;
  if (gzip) sink.pipe(disk);
  const hash = createHash('sha256');
  let waiting = '';
  let lines = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(waiting, 'utf8');
    waiting = '';
    hash.update(bytes);
    if (!sink.write(bytes)) await once(sink, 'drain');
  };
  return {
    write(line, ending = '\n') {
      waiting += line + ending;
      lines++;
      return waiting.length < FLUSH_CHARACTERS;
    },
    flush,
    lines: () => lines,
    async close() {
      await flush();
      sink.end();
      await finished(disk);
      return hash.digest('hex');
    },
  };
}
