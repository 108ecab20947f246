import { checkedValue, createBoundedCache, decodeReceipts, encodeReceipts, openCheckedValue } from '@medrec/miner/store';
import { bytesToHex } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const hexOf = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(bytesToHex);
const anyHex = fc.uint8Array({ maxLength: 80 }).map(bytesToHex);
const log = fc.record({ address: hexOf(20), topics: fc.array(hexOf(32), { maxLength: 4 }), data: anyHex });
const receipt = fc.record({
  status: fc.constantFrom(0 as const, 1 as const),
  cumulativeGasUsed: fc.bigInt(0n, 2n ** 63n),
  gasUsed: fc.bigInt(0n, 2n ** 63n),
  bloom: fc.uint8Array({ minLength: 256, maxLength: 256 }),
  logs: fc.array(log, { maxLength: 3 }),
  txType: fc.constantFrom(0, 1),
});

describe('stored values', () => {
  it('receipts come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(receipt, { maxLength: 5 }), fc.array(log, { maxLength: 3 }), (receipts, systemLogs) => {
        expect(decodeReceipts(encodeReceipts({ receipts, systemLogs }))).toEqual({ receipts, systemLogs });
      }),
    );
  });

  it('one changed bit anywhere, in key or value, is found', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(bytes, bytes, fc.nat(), fc.nat(7), (key, value, position, bit) => {
        const stored = checkedValue(key, value);
        expect(openCheckedValue(key, stored)).toEqual(value);
        const changed = Uint8Array.from(stored);
        const at = position % changed.length;
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(() => openCheckedValue(key, changed)).toThrowError(expect.objectContaining({ code: 'STORE_DAMAGED' }));
        expect(() => openCheckedValue(Uint8Array.from([...key, 0]), stored)).toThrowError(
          expect.objectContaining({ code: 'STORE_DAMAGED' }),
        );
      }),
    );
  });

  it('a cache never weighs more than its bound and keeps what was used last', () => {
    const cache = createBoundedCache<string, number>(10);
    for (let i = 0; i < 10; i++) cache.set(`k${i}`, i, 1);
    expect(cache.get('k0')).toBe(0);
    cache.set('heavy', 99, 8);
    expect([cache.get('k0'), cache.get('k9'), cache.get('k8'), cache.get('heavy')]).toEqual([0, 9, undefined, 99]);
    cache.set('too heavy', 1, 11);
    expect([cache.get('too heavy'), cache.get('heavy')]).toEqual([undefined, 99]);
  });
});
