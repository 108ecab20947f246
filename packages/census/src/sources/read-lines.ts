/** A resource or Bundle on one line may be this long; a longer one is skipped and reported. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without the line ending; `null` when it was longer than the limit. */
  readonly text: string | null;
}

const NEWLINE = 0x0a;

/** `trimmed` takes blanks off both ends and leaves empty lines out; `raw` takes off the line ending alone. */
export type LineForm = 'trimmed' | 'raw';

/**
 * Lines of a byte stream (LF or CRLF), decoded as UTF-8 with a leading byte order mark dropped. Holds at most one line and
 * one chunk: a line over the limit is passed over without being kept.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxLineBytes = MAX_LINE_BYTES,
  form: LineForm = 'trimmed',
): AsyncGenerator<Line> {
  let number = 0;
  let parts: Buffer[] = [];
  let kept = 0;
  let tooLong = false;

  const take = (piece: Buffer): void => {
    kept += piece.length;
    if (kept > maxLineBytes) {
      tooLong = true;
      parts = [];
    } else if (piece.length > 0) parts.push(piece);
  };
  const finish = (): Line | undefined => {
    number++;
    const text = tooLong ? null : decode(parts, number === 1, form);
    parts = [];
    kept = 0;
    tooLong = false;
    return text === '' && form === 'trimmed' ? undefined : { number, text };
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      start = end + 1;
      const line = finish();
      if (line) yield line;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  const last = finish();
  if (last && (form === 'trimmed' || last.text !== '')) yield last;
}

function decode(parts: readonly Buffer[], first: boolean, form: LineForm): string {
  const bytes = (parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)).toString('utf8');
  const text = first && bytes.charCodeAt(0) === 0xfeff ? bytes.slice(1) : bytes;
  if (form === 'trimmed') return text.trim();
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
