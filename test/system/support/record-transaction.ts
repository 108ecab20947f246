import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import { APPEND_INDEX, packRecordItems } from '@medrec/shared/records';

export interface OfferFields {
  readonly product: Hex;
  readonly epoch?: bigint;
  readonly tier?: number;
}

/** The offer's three words, behind the function's selector. */
export const OFFER_BYTES = 96;
const SELECTOR_BYTES = 4;

/** Calldata of `setRecords` with one record of a relationship that nobody has: the item is skipped, the offer stands. */
export function setRecordsData({ product, epoch = 0n, tier = 1 }: OfferFields): Hex {
  const [root, locator] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const items = packRecordItems([{ relationship: `0x${'77'.repeat(20)}`, index: APPEND_INDEX, root, locator }]);
  return encodeCall(relationshipsAbi, 'setRecords', [{ product, epoch, tier }, bytesToHex(items)]);
}

/** The signed transaction with one bit of one byte of its offer turned, and all else, the signature too, as it was. */
export function withChangedOffer(raw: Hex, data: Hex, offerByte: number): Hex {
  const offerStart = (raw.indexOf(data.slice(2)) - 2) / 2 + SELECTOR_BYTES;
  const bytes = hexToBytes(raw);
  bytes[offerStart + offerByte] = (bytes[offerStart + offerByte] ?? 0) ^ 1;
  return bytesToHex(bytes);
}
