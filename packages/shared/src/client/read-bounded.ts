import type { MedrecError } from '../errors/index.ts';

/** A response's body, given up as soon as it is longer than allowed. @throws what `tooLong` makes. */
export async function readBounded(response: Response, maxBytes: number, tooLong: () => MedrecError): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw tooLong();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
