import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import { EMPTY_ID } from '../execution/index.ts';
import { storeDamaged } from './checked-value.ts';
import { canonicalKey, metaKey, numberOfKey } from './keys.ts';
import type { Disk } from './open-level.ts';
import type { BlockReader } from './read-blocks.ts';
import { rewindOperations } from './rewind.ts';
import type { StateOnDisk } from './state-nodes.ts';
import { readWindow } from './state-window.ts';
import { unlessDamaged } from './unless-damaged.ts';

const MAX_NUMBER = 0xffff_ffff_ffff_ffffn;

/** Blocks below the head whose parts are read when the store is opened: what a crash or a failing disk damages first. */
const CHECKED_BLOCKS = 8;

export interface HeadParts {
  readonly disk: Disk;
  readonly reader: BlockReader;
  readonly states: StateOnDisk;
  readonly log: Logger;
}

/**
 * The head that was written last, if it and the blocks before it can be read and its state is there; else the highest
 * canonical block of which that holds, with all blocks above it taken out so that they are fetched again.
 * @throws MedrecError `STORE_DAMAGED` when no block whose state is kept is whole: its states can still be executed again, see `repairStore`
 */
export async function recoverHead(parts: HeadParts): Promise<Hex> {
  const { disk, log } = parts;
  const written = disk.get(metaKey('head'));
  if (written !== undefined && isWhole(bytesToHex(written), parts)) return bytesToHex(written);

  const top = await highestCanonical(parts);
  // Below the window there is no state to go back to.
  const { oldest } = readWindow(disk);
  for (let number = top; number >= oldest; number--) {
    const hash = canonicalHash(disk, number);
    if (hash === undefined || !isWhole(hash, parts)) continue;
    await disk.write([...(await rewindOperations(number, parts)), { key: metaKey('head'), value: hexToBytes(hash) }]);
    log.warn(
      { event: 'store.rewound', head: hash, number: Number(number), removed: Number(top - number) },
      `the block store was damaged at its head; went back ${top - number} blocks to ${number}, the last whole one`,
    );
    return hash;
  }
  throw storeDamaged('every block whose state is kept');
}

async function highestCanonical({ disk }: HeadParts): Promise<bigint> {
  const [last] = await disk.keysBetween(canonicalKey(0n), canonicalKey(MAX_NUMBER), { reverse: true, limit: 1 });
  return last === undefined ? -1n : numberOfKey(last);
}

function canonicalHash(disk: Disk, number: bigint): Hex | undefined {
  return unlessDamaged(() => {
    const bytes = disk.get(canonicalKey(number));
    return bytes && bytesToHex(bytes);
  });
}

function isWhole(hash: Hex, { reader, states }: HeadParts): boolean {
  const isRead = unlessDamaged(() => {
    for (let at = hash, checked = 0; checked < CHECKED_BLOCKS; checked++) {
      const block = reader.block(at);
      if (block === undefined || (block.header.number > 0n && reader.receipts(at) === undefined)) return false;
      if (block.header.number === 0n) break;
      at = bytesToHex(block.header.parentHash);
    }
    const top = states.record(hash)?.top;
    if (top === undefined) return false;
    return top === EMPTY_ID || states.node(top) !== undefined;
  });
  return isRead ?? false;
}
