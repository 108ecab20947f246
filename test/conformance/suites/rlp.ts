import { RLP } from '@ethereumjs/rlp';
import { bytesToHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import { bytesOf, hexOf } from '../hex.ts';
import { compare, describe, failed, firstOf, type Outcome, PASSED } from '../outcome.ts';

/** `in` is the value, or VALID or INVALID where only the bytes matter. */
export const rlpCase = z.looseObject({ in: z.unknown(), out: z.string() });

type Item = Uint8Array | Item[];

/** One case, both ways; the bytes must be read strictly, because a second encoding is a second hash. */
export function runRlpCase(value: unknown): Outcome {
  const test = rlpCase.parse(value);
  const bytes = bytesOf(test.out);
  let decoded: Item;
  try {
    decoded = decodeStrictly(bytes);
  } catch (error) {
    return test.in === 'INVALID' ? PASSED : failed('valid RLP', describe(error));
  }
  if (test.in === 'INVALID') return failed('invalid RLP refused', JSON.stringify(plain(decoded)).slice(0, 200));
  const again = compare('encoded', hexOf(test.out), bytesToHex(RLP.encode(decoded)));
  if (test.in === 'VALID') return again;
  const expected = itemOf(test.in);
  return firstOf(
    again,
    compare('decoded', plain(expected), plain(decoded)),
    compare('encoded', hexOf(test.out), bytesToHex(RLP.encode(expected))),
  );
}

/** As `decodeBlock` and `decodeTransaction` read: what does not encode to the same bytes is refused, and nothing is no item. */
function decodeStrictly(bytes: Uint8Array): Item {
  const decoded = RLP.decode(bytes) as Item;
  if (bytesToHex(RLP.encode(decoded)) !== bytesToHex(bytes)) throw new RangeError('not the canonical encoding');
  return decoded;
}

/** `#` marks a decimal number beyond JSON's, `0x` bytes; other text is its own characters. */
function itemOf(value: unknown): Item {
  if (Array.isArray(value)) return value.map(itemOf);
  if (typeof value === 'number') return ofNumber(BigInt(value));
  if (typeof value !== 'string') throw new TypeError(`no RLP item: ${JSON.stringify(value)}`);
  if (value.startsWith('#')) return ofNumber(BigInt(value.slice(1)));
  return /^0x/.test(value) ? bytesOf(value) : new TextEncoder().encode(value);
}

function ofNumber(value: bigint): Uint8Array {
  return value === 0n ? new Uint8Array(0) : bytesOf(`0x${value.toString(16)}`);
}

function plain(item: Item): unknown {
  return Array.isArray(item) ? item.map(plain) : bytesToHex(item);
}
