import { readLines } from '../read-lines.ts';
import { createSegment, readDelimiters, type Segment } from './segment.ts';

export interface Message {
  readonly segments: readonly Segment[];
  readonly reason?: never;
}

/** A message that is none, told by the line of its first segment. */
export interface BadMessage {
  readonly line: number;
  readonly reason: 'HEADER_INVALID' | 'MESSAGE_TOO_LONG' | 'SEGMENT_INVALID' | 'MESSAGE_MISSING';
}

const MAX_SEGMENT_BYTES = 16 * 1024 * 1024;
const MAX_MESSAGE_LENGTH = 64 * 1024 * 1024;
const MAX_SEGMENTS = 50_000;
// Batch and file envelopes (HL7 v2.5.1, chapter 2): the messages inside are what counts.
const ENVELOPE = /^(FHS|BHS|BTS|FTS)/;
// MLLP's start and end of a block, which a capture of the wire has around each message, and a byte order mark.
const FRAME: ReadonlySet<number> = new Set([0x0b, 0x1c, 0xfeff]);

interface Lines {
  readonly first: number;
  readonly texts: { readonly line: number; readonly text: string }[];
  length: number;
  tooLong: boolean;
}

/** Messages of a file with one or many, whatever ends their segments (CR, LF, CRLF). Lines are counted as an editor shows them. */
export async function* readMessages(chunks: AsyncIterable<Buffer>): AsyncGenerator<Message | BadMessage> {
  let current: Lines | undefined;
  for await (const { number, text } of readLines(withLineFeeds(chunks), MAX_SEGMENT_BYTES)) {
    const bare = text === null ? null : withoutFrame(text);
    if (bare === '' || (bare !== null && ENVELOPE.test(bare))) continue;
    if (bare?.startsWith('MSH')) {
      if (current) yield finish(current);
      current = { first: number, texts: [], length: 0, tooLong: false };
    }
    if (current === undefined) {
      // Segments without a header before them: told once, and passed over up to the next header.
      current = { first: number, texts: [], length: 0, tooLong: bare === null };
    }
    current.length += bare?.length ?? 0;
    current.tooLong ||= bare === null || current.length > MAX_MESSAGE_LENGTH || current.texts.length >= MAX_SEGMENTS;
    if (current.tooLong) current.texts.length = 0;
    else if (bare !== null) current.texts.push({ line: number, text: bare });
  }
  if (current) yield finish(current);
}

function withoutFrame(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && FRAME.has(text.charCodeAt(start))) start++;
  while (end > start && FRAME.has(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function finish({ first, texts, tooLong }: Lines): Message | BadMessage {
  if (tooLong) return { line: first, reason: 'MESSAGE_TOO_LONG' };
  const header = texts[0]?.text ?? '';
  if (!header.startsWith('MSH')) return { line: first, reason: 'MESSAGE_MISSING' };
  const delimiters = readDelimiters(header);
  if (delimiters === undefined) return { line: first, reason: 'HEADER_INVALID' };
  const bad = texts.find(({ text }) => !/^[A-Z][A-Z0-9]{2}/.test(text) || (text.length > 3 && text[3] !== delimiters.field));
  if (bad !== undefined) return { line: bad.line, reason: 'SEGMENT_INVALID' };
  return { segments: texts.map(({ line, text }) => createSegment(text, line, delimiters)) };
}

const [LF, CR] = [0x0a, 0x0d];

/** The same bytes with each CR and CRLF as one LF. */
async function* withLineFeeds(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let afterReturn = false;
  for await (const chunk of chunks) {
    const made = Buffer.allocUnsafe(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      if (byte !== LF || !afterReturn) made[length++] = byte === CR ? LF : byte;
      afterReturn = byte === CR;
    }
    yield made.subarray(0, length);
  }
}
