import { createKernelMemory, type EthashKernel, openKernel, seedHash } from '@medrec/miner/ethash';
import { expect, it } from 'vitest';

// What would be lost: a thread that has mined and must then make items again, of a damaged chunk or the next epoch. Search and items
// share a scratch area, and what one leaves there must not be taken for an address by the other.

const sizes = { cacheBytes: 1024 * 1024, datasetBytes: 1024 * 1024 };
const ITEMS = 140;
/** Every remainder by eight, and both sides of a whole batch. */
const COUNTS = [...Array(17).keys(), 34, 63, 64, 65, 66, 127, 128, 129, ITEMS].filter((count) => count > 0);
const MOST_HEADERS = 66;
const hash = new Uint8Array(32).fill(9);

function open(): { kernel: EthashKernel; items: Uint8Array } {
  const memory = createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: sizes.datasetBytes });
  const kernel = openKernel(memory, 0);
  kernel.fillCache(seedHash(0));
  return { kernel, items: new Uint8Array(memory.memory.buffer, memory.itemsAt, ITEMS * 64) };
}

const search = (kernel: EthashKernel, startNonce: bigint) =>
  kernel.search({ sealHash: hash, target: new Uint8Array(32), startNonce, count: 400 });

it('makes the same items, and light hashes of any number of headers, after a search', () => {
  const fresh = open();
  const used = open();
  fresh.kernel.fillItems(0, ITEMS);
  for (const count of COUNTS) {
    search(used.kernel, BigInt(count) * 1000n);
    used.items.fill(0);
    used.kernel.fillItems(0, count);
    expect(Buffer.compare(used.items.subarray(0, count * 64), fresh.items.subarray(0, count * 64))).toBe(0);
  }
  for (const count of COUNTS.filter((headers) => headers <= MOST_HEADERS)) {
    search(used.kernel, BigInt(count) * 1000n);
    const inputs = Array.from({ length: count }, (_, i) => ({ sealHash: hash, nonce: BigInt(i) }));
    expect(used.kernel.hashLight(inputs)).toEqual(fresh.kernel.hashLight(inputs));
  }
});
