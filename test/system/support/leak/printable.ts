/**
 * Shorter runs of text come about by chance: in 100 MB of ciphertext one of some hundred five-letter names stands in such
 * a run about once in two thousand. A record that lies there in the open is far longer.
 */
const SHORTEST_RUN = 14;

// ASCII, and the two-byte UTF-8 of Latin letters with accents.
const RUN = new RegExp(`(?:[\\x20-\\x7e\\t\\n\\r]|[\\xc3-\\xc5][\\x80-\\xbf]){${SHORTEST_RUN},}`, 'g');

/** What a person could read in some bytes: all of them when all are text (a padded word is, too), else the runs of text between. */
export function readableText(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (isText(bytes)) return fromUtf8(latin1);
  return [...latin1.matchAll(RUN)].map(([run]) => fromUtf8(run)).join('\n');
}

/**
 * What a participant may have put anywhere: read as UTF-8 and as ASCII, whatever lies between. Latin-1's accented letters
 * are not read: random bytes are full of them, and with their accents off one in ten runs would spell somebody's name.
 */
export function bothEncodings(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `${buffer.toString('latin1').replace(/[\x80-\xff]/g, ' ')}\n${buffer.toString('utf8')}`;
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte, at) => byte < 0x80 || isAccented(byte, bytes[at + 1]) || isAccented(bytes[at - 1], byte));
}

function isAccented(lead: number | undefined, follower: number | undefined): boolean {
  return lead !== undefined && lead >= 0xc3 && lead <= 0xc5 && follower !== undefined && follower >= 0x80 && follower < 0xc0;
}

function fromUtf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
