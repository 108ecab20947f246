import { bytesToHex, hexToBytes, isAddress, isHex, sameAddress } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: two spellings of one value, or a decoder that guesses at half a byte.

describe('hex', () => {
  it('goes there and back for all bytes, views into larger buffers included', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(20), (bytes, skip) => {
        const view = bytes.subarray(Math.min(skip, bytes.length));
        expect(hexToBytes(bytesToHex(view))).toEqual(new Uint8Array(view));
      }),
    );
  });

  it.each(['', '0', '0x0', '0xabc', '0xgg', 'ab', '0x12 ', 'x12'])('refuses %j', (text) => {
    expect(() => hexToBytes(text)).toThrow(expect.objectContaining({ code: 'HEX_INVALID' }));
  });

  it('knows lengths', () => {
    expect([isHex('0x', 0), isHex('0xab', 1), isHex('0xab', 2), isHex(undefined), isHex(12)]).toEqual([true, true, false, false, false]);
    expect([isAddress(`0x${'1'.repeat(40)}`), isAddress(`0x${'1'.repeat(64)}`)]).toEqual([true, false]);
  });

  it('compares addresses without the checksum’s capitals', () => {
    expect(sameAddress(`0x${'Ab'.repeat(20)}`, `0x${'aB'.repeat(20)}`)).toBe(true);
  });
});
