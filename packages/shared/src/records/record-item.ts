import { type Hex, hexToBytes } from '../bytes/index.ts';

/** One pointer in a `setRecords` batch (docs/adr/0002). */
export interface RecordItem {
  /** The relationship's name: the patient's first address in it. */
  readonly relationship: Hex;
  /** Which pointer to change; `APPEND_INDEX` adds one. */
  readonly index: number;
  /** Salted Merkle content root, 32 bytes. */
  readonly root: Uint8Array;
  /** Encrypted query, 32 bytes. */
  readonly locator: Uint8Array;
}

export const RECORD_ITEM_BYTES = 88;
export const APPEND_INDEX = 0xffff_ffff;

/** relationship (20) ‖ index (4, big-endian) ‖ root (32) ‖ locator (32), one after another. */
export function packRecordItems(items: readonly RecordItem[]): Uint8Array {
  const packed = new Uint8Array(items.length * RECORD_ITEM_BYTES);
  const view = new DataView(packed.buffer);
  items.forEach((item, position) => {
    const at = position * RECORD_ITEM_BYTES;
    packed.set(hexToBytes(item.relationship), at);
    view.setUint32(at + 20, item.index);
    packed.set(item.root, at + 24);
    packed.set(item.locator, at + 56);
  });
  return packed;
}
