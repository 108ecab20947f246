import { readLines } from '@medrec/census/sources';
import { describe, expect, it } from 'vitest';

async function lines(chunks: readonly string[], limit?: number): Promise<unknown[]> {
  const found: unknown[] = [];
  const stream = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  for await (const line of readLines(stream, limit)) found.push([line.number, line.text]);
  return found;
}

describe('readLines', () => {
  it('joins chunks, takes LF and CRLF, drops a byte order mark and empty lines, and keeps the numbering', async () => {
    expect(await lines(['\ufeff{"a"', ':1}\r', '\n\n{"b":2}\n', '{"c":3}'])).toEqual([
      [1, '{"a":1}'],
      [3, '{"b":2}'],
      [4, '{"c":3}'],
    ]);
  });

  it('passes over a line beyond the limit without losing the next', async () => {
    expect(await lines(['x'.repeat(8), 'x'.repeat(8), '\nok\n'], 10)).toEqual([
      [1, null],
      [2, 'ok'],
    ]);
  });

  it('does not split a character between chunks', async () => {
    const bytes = Buffer.from('é\n');
    const stream = (async function* () {
      yield bytes.subarray(0, 1);
      yield bytes.subarray(1);
    })();
    for await (const line of readLines(stream)) expect(line.text).toBe('é');
  });
});
