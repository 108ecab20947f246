import { bytesToHex } from '@medrec/shared/bytes';
import { APPEND_INDEX, packRecordItems, RECORD_ITEM_BYTES } from '@medrec/shared/records';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// What would be lost: the layout that the Relationships contract unpacks by position.

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const item = fc.record({
  relationship: bytes(20).map((value) => bytesToHex(value)),
  index: fc.oneof(fc.constant(APPEND_INDEX), fc.nat(0xffff_fffe)),
  root: bytes(32),
  locator: bytes(32),
});

describe('record items', () => {
  it('stand one after another, 88 bytes each, index in big-endian order', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (items) => {
        const packed = packRecordItems(items);
        expect(packed).toHaveLength(items.length * RECORD_ITEM_BYTES);
        items.forEach((each, position) => {
          const at = position * RECORD_ITEM_BYTES;
          expect(bytesToHex(packed.subarray(at, at + 20))).toBe(each.relationship);
          expect(Buffer.from(packed).readUInt32BE(at + 20)).toBe(each.index);
          expect(packed.subarray(at + 24, at + 56)).toEqual(each.root);
          expect(packed.subarray(at + 56, at + 88)).toEqual(each.locator);
        });
      }),
    );
  });
});
