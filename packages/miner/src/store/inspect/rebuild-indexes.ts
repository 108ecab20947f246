import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { byNumberKey, canonicalKey, transactionKey } from '../keys.ts';
import type { BatchWrite } from '../open-level.ts';
import { encodePlace } from '../read-blocks.ts';
import { unlessDamaged } from '../unless-damaged.ts';
import type { StoreAsIs } from './open-as-is.ts';

const WRITTEN_AT_ONCE = 10_000;

/** Writes anew, from the head down, which block stands at which height and where each transaction is. Ends at a block that cannot be read. */
export async function rebuildIndexes({ disk, reader, head }: StoreAsIs): Promise<void> {
  const operations: BatchWrite[] = [];
  for (let hash: Hex | undefined = head; hash !== undefined; ) {
    const at: Hex = hash;
    const block = unlessDamaged(() => reader.block(at));
    if (block === undefined) break;
    const { number, parentHash } = block.header;
    const bytes = hexToBytes(at);
    operations.push({ key: canonicalKey(number), value: bytes }, { key: byNumberKey(number, bytes), value: new Uint8Array(0) });
    for (const [index, transaction] of block.transactions.entries()) {
      operations.push({ key: transactionKey(transaction.hash()), value: encodePlace(bytes, index) });
    }
    reader.forget(at);
    if (operations.length >= WRITTEN_AT_ONCE) await disk.write(operations.splice(0));
    hash = number === 0n ? undefined : bytesToHex(parentHash);
  }
  await disk.write(operations);
}
