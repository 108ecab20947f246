/** Encodings that are read besides UTF-8, by the names that the Encoding Standard gives them. */
export type Encoding = 'utf-8' | 'windows-1252' | 'iso-8859-15' | 'utf-16le';

/** The same text in UTF-8. What an encoding has no character for becomes U+FFFD. */
export async function* recode(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') return yield* chunks;
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
