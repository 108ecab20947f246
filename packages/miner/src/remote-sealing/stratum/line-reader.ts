const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines. Holds at most one line, and that of at most `maxBytes`. */
export interface LineReader {
  /** False when a line was too long: nothing after it can be trusted to begin where a message does. */
  push(chunk: Buffer): boolean;
}

export function createLineReader(maxBytes: number, onLine: (line: string) => void): LineReader {
  let held: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        if (held.length + end - from > maxBytes) return false;
        const line = Buffer.concat([held, chunk.subarray(from, end)])
          .toString('utf8')
          .trim();
        held = Buffer.alloc(0);
        from = end + 1;
        if (line !== '') onLine(line);
      }
      if (held.length + chunk.length - from > maxBytes) return false;
      held = Buffer.concat([held, chunk.subarray(from)]);
      return true;
    },
  };
}
