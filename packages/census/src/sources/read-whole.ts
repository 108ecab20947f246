import { openFile } from './open-file.ts';
import type { ReadContext, SourceFile } from './source.ts';

/** A document's text as UTF-8 without its byte order mark, or `undefined` when it is too large to hold. */
export async function readWhole(
  file: SourceFile,
  context: Pick<ReadContext, 'onBytes' | 'signal'>,
  maxBytes: number,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of openFile(file, context)) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
