import type { Hex } from '@medrec/shared/bytes';

/** Ethereum's encoding of a number: hexadecimal without leading zeros. */
export function quantity(value: bigint | number): Hex {
  return `0x${value.toString(16)}`;
}
