import { MedrecError } from '../errors/index.ts';

/** `0x` and an even number of lower- or mixed-case hexadecimal digits. */
export type Hex = `0x${string}`;

export function bytesToHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** @throws MedrecError `HEX_INVALID` when the text is not `0x` with whole bytes. */
export function hexToBytes(hex: string): Uint8Array {
  if (!isHex(hex)) {
    throw new MedrecError({ code: 'HEX_INVALID', message: 'Not a 0x-prefixed string of whole bytes.', facts: { length: hex.length } });
  }
  return new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
}

/** True for `0x` followed by whole bytes; with `byteLength`, by exactly that many. */
export function isHex(text: unknown, byteLength?: number): text is Hex {
  if (typeof text !== 'string' || text.length % 2 !== 0 || !/^0x[0-9a-fA-F]*$/.test(text)) return false;
  return byteLength === undefined || text.length === 2 + 2 * byteLength;
}

export function isAddress(text: unknown): text is Hex {
  return isHex(text, 20);
}

/** Addresses are compared without regard to the EIP-55 checksum's capitals. */
export function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
