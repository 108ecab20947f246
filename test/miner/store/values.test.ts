import { checkedValue, createBoundedCache, decodeReceipts, encodeReceipts, openCheckedValue } from '@medrec/miner/store';
import { bytesToHex } from '@medrec/shared/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAgingCache } from '../../../packages/miner/src/store/aging-cache.ts';

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

  it('an aging cache never weighs more than its bound, never lies, and keeps what is used all the time', () => {
    const use = fc.record({ key: fc.nat(12), weight: fc.integer({ min: 1, max: 9 }), isRead: fc.boolean() });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 120 }), (uses) => {
        const cache = createAgingCache<number, { readonly stamp: number }>(40);
        const last = new Map<number, { stamp: number; weight: number }>();
        cache.set(99, { stamp: -1 }, 1);
        for (const [stamp, { key, weight, isRead }] of uses.entries()) {
          if (!isRead) {
            cache.set(key, { stamp }, weight);
            last.set(key, { stamp, weight });
          }
          const found = cache.get(key);
          if (found) expect(found.stamp).toBe(last.get(key)?.stamp);
          if (!isRead) expect(found).toBeDefined();
          expect(cache.get(99)).toEqual({ stamp: -1 });
        }
        const held = [...last].filter(([key]) => cache.get(key) !== undefined).map(([, { weight }]) => weight);
        expect(held.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(40);
      }),
    );
  });
});
