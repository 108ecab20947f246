/** A document's text by its byte order mark, else by the encoding it declares, else as UTF-8; `undefined` for one unknown. */
export function decodeXml(bytes: Buffer): string | undefined {
  const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  const isUtf8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const name = mark ?? (isUtf8 ? 'utf-8' : (declared ?? 'utf-8'));
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    // No encoding of that name.
    return undefined;
  }
}
