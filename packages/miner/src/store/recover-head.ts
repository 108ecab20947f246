import { bytesToHex, type Hex, keccakHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { NodeReader } from '../execution/index.ts';
import { storeDamaged } from './checked-value.ts';
import { removeOperations } from './commit-block.ts';
import { canonicalKey, canonicalNumber, metaKey } from './keys.ts';
import type { BatchWrite, Disk } from './open-level.ts';
import type { BlockReader } from './read-blocks.ts';

const MAX_NUMBER = 0xffff_ffff_ffff_ffffn;
/** Keccak-256 of the empty trie: the one state root without a node. */
const EMPTY_TRIE = keccakHex(Uint8Array.of(0x80));

/**
 * The head that was written last, if its header, body and state root can be read; else the highest canonical block of which
 * they can, with the blocks above it taken out so that they are fetched again.
 * @throws MedrecError `STORE_DAMAGED` when not even the genesis block is whole.
 */
export async function recoverHead(disk: Disk, reader: BlockReader, nodes: NodeReader, log: Logger): Promise<Hex> {
  const written = disk.get(metaKey('head'));
  if (written !== undefined && isWhole(bytesToHex(written), reader, nodes)) return bytesToHex(written);

  const canonical = await disk.keysBetween(canonicalKey(0n), canonicalKey(MAX_NUMBER), { reverse: true });
  const operations: BatchWrite[] = [];
  for (const key of canonical) {
    const hash = bytesToHex(disk.get(key) ?? new Uint8Array(32));
    if (isWhole(hash, reader, nodes)) {
      await disk.write([...operations, { key: metaKey('head'), value: Buffer.from(hash.slice(2), 'hex') }]);
      const removed = canonical.indexOf(key);
      log.warn(
        { head: hash, number: Number(canonicalNumber(key)), removed },
        'block store was damaged at its head; went back to the last whole block',
      );
      return hash;
    }
    operations.push(...removeOperations(hash, canonicalNumber(key)));
    reader.forget(hash);
  }
  throw storeDamaged('every canonical block');
}

function isWhole(hash: Hex, reader: BlockReader, nodes: NodeReader): boolean {
  try {
    const block = reader.block(hash);
    if (block === undefined) return false;
    return bytesToHex(block.header.stateRoot) === EMPTY_TRIE || nodes.get(block.header.stateRoot) !== undefined;
  } catch (error) {
    if (error instanceof MedrecError && error.code === 'STORE_DAMAGED') return false;
    throw error;
  }
}
