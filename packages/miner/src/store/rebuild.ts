import { bytesToHex, compareBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import { storeDamaged } from './checked-value.ts';
import { stateOperations } from './commit-state.ts';
import { byNumberHash, canonicalKey, type KeyKind, metaKey, numberBytes, numberOfKey, rangeOf, STORE_SCHEMA } from './keys.ts';
import type { BatchWrite, Disk } from './open-level.ts';
import { removeBlock } from './rewind.ts';
import { createRootUses } from './root-uses.ts';
import type { GenesisState } from './types.ts';

// A state can be had again from the blocks. The mark `rebuild` holds the phase and the head to reach, so that a
// rebuilding that was cut off, by a crash too, goes on where it was.
const CLEARING = 0;
const REPLAYING = 1;

/** Schema 1 kept trie nodes by hash, under `s`. */
const OLDER_SCHEMA = 1n;
const OLDER_NODES = { from: Buffer.from('s'), to: Buffer.concat([Buffer.from('s'), new Uint8Array(64).fill(0xff)]) };
const STATE_KINDS: readonly KeyKind[] = ['node', 'state', 'root'];
const CLEARED_AT_ONCE = 10_000;

export function isOlderSchema(schema: bigint): boolean {
  return schema === OLDER_SCHEMA;
}

/** From now on opening the store takes it back to the genesis state, keeps the canonical blocks, and has them executed again. */
export async function beginRebuild(disk: Disk, genesisHash: Hex): Promise<void> {
  const head = disk.get(metaKey('rebuild'))?.subarray(1) ?? disk.get(metaKey('head')) ?? hexToBytes(genesisHash);
  await disk.write([
    { key: metaKey('rebuild'), value: Uint8Array.of(CLEARING, ...head) },
    { key: metaKey('schema'), value: numberBytes(BigInt(STORE_SCHEMA)) },
  ]);
}

/** The head that a rebuilding has still to reach. */
export function rebuildTarget(disk: Pick<Disk, 'get'>): Hex | undefined {
  const mark = disk.get(metaKey('rebuild'));
  return mark && bytesToHex(mark.subarray(1));
}

/** Clears what is derived, if that has been begun. Side blocks go too: their states cannot be had from canonical ones. */
export async function continueRebuild(disk: Disk, genesis: GenesisState, log: Logger): Promise<void> {
  const mark = disk.get(metaKey('rebuild'));
  if (mark === undefined || mark[0] !== CLEARING) return;
  log.warn({ event: 'store.rebuild' }, 'the state is built again from the stored blocks');
  for (const { from, to } of [OLDER_NODES, ...STATE_KINDS.map(rangeOf)]) {
    for (let keys = await disk.keysBetween(from, to, { limit: CLEARED_AT_ONCE }); keys.length > 0; ) {
      await disk.write(keys.map((key) => ({ key, value: null })));
      keys = await disk.keysBetween(from, to, { limit: CLEARED_AT_ONCE });
    }
  }
  const roots = createRootUses(disk);
  const state = stateOperations(genesis.block, genesis.writes, 1, roots);
  await disk.write([
    ...(await sideBlocks(disk)),
    ...state.operations,
    ...roots.operations(),
    { key: metaKey('head'), value: genesis.block.hash() },
    { key: metaKey('oldest'), value: numberBytes(0n) },
    { key: metaKey('rebuild'), value: Uint8Array.of(REPLAYING, ...mark.subarray(1)) },
  ]);
}

async function sideBlocks(disk: Disk): Promise<BatchWrite[]> {
  const operations: BatchWrite[] = [];
  const { from, to } = rangeOf('byNumber');
  for (const key of await disk.keysBetween(from, to)) {
    const canonical = disk.get(canonicalKey(numberOfKey(key)));
    if (canonical === undefined) throw storeDamaged('the canonical chain');
    if (compareBytes(canonical, byNumberHash(key)) !== 0) operations.push(...removeBlock(bytesToHex(byNumberHash(key)), numberOfKey(key)));
  }
  return operations;
}
