const FNV_PRIME = 0x01000193;

/** Ethash's variant of Fowler–Noll–Vo: multiply, then xor; unsigned 32 bits. */
export function fnv(a: number, b: number): number {
  return (Math.imul(a, FNV_PRIME) ^ b) >>> 0;
}
