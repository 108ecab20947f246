import { type Hex, hexToBytes } from '@medrec/shared/bytes';

// The published files write numbers and bytes in many ways: with and without 0x, odd digits, `0x` for nothing, decimal.

/** Bytes from any of the suites' hexadecimal forms. @throws when there is another character */
export function bytesOf(text: string): Uint8Array {
  return hexToBytes(hexOf(text));
}

/** 0x-prefixed, even number of digits, lower case. */
export function hexOf(text: string): Hex {
  const digits = text.replace(/^0x/i, '').toLowerCase();
  if (!/^[0-9a-f]*$/.test(digits)) throw new TypeError(`not hexadecimal: ${text.slice(0, 40)}`);
  return `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`;
}

/** A quantity: hexadecimal with 0x, decimal without; empty is 0. */
export function numberOf(text: string | number): bigint {
  if (typeof text === 'number') return BigInt(text);
  if (/^0x$/i.test(text) || text === '') return 0n;
  return BigInt(text);
}

/** A quantity in its shortest form, as a genesis file has it. */
export function quantityOf(text: string | number): Hex {
  return `0x${numberOf(text).toString(16)}`;
}

/** 32 bytes. */
export function wordOf(text: string): Hex {
  return `0x${numberOf(/^0x/i.test(text) ? text : `0x${text}`)
    .toString(16)
    .padStart(64, '0')}`;
}
