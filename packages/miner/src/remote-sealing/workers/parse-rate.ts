/** A reported hash rate: a 0x-prefixed number of at most 32 bytes, in hashes per second. Undefined for anything else. */
export function parseRate(text: string | undefined): number | undefined {
  return text !== undefined && /^0x[0-9a-fA-F]{1,64}$/.test(text) ? Number(BigInt(text)) : undefined;
}
