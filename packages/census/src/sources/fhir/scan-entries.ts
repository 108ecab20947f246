import { MAX_LINE_BYTES } from '../read-lines.ts';

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
const ENTRY = '"entry"';

/**
 * The texts of the objects in a Bundle document's `entry` array, one by one, without holding the document: it may be of
 * any size, one entry at most 64 MiB (a longer one comes as `null`). Follows strings and nesting only; each text is
 * parsed, and so checked, by the caller.
 */
export async function* scanEntries(chunks: AsyncIterable<Buffer>, maxEntryBytes = MAX_LINE_BYTES): AsyncGenerator<string | null> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inEntries = false;
  let key: number[] = [];
  let lastString = '';
  let parts: Buffer[] = [];
  let size = 0;

  for await (const chunk of chunks) {
    let start = inEntries && depth >= 3 ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (inString) {
        if (depth === 1 && key.length < ENTRY.length) key.push(byte);
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 1) lastString = String.fromCharCode(...key);
        }
      } else if (byte === QUOTE) {
        inString = true;
        key = [byte];
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
        if (depth === 2) inEntries = byte === OPEN_BRACKET && lastString === ENTRY;
        else if (depth === 3 && inEntries) start = at;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        if (depth !== 2 || !inEntries) continue;
        const piece = chunk.subarray(start, at + 1);
        size += piece.length;
        yield size > maxEntryBytes ? null : Buffer.concat([...parts, piece]).toString('utf8');
        parts = [];
        size = 0;
        start = -1;
      }
    }
    if (start < 0) continue;
    const piece = chunk.subarray(start);
    size += piece.length;
    if (size > maxEntryBytes) parts = [];
    else parts.push(piece);
  }
}
