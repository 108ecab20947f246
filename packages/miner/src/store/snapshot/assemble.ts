import type { Block } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { encodeReceipts } from '../encode-receipts.ts';
import { headItem } from './export-snapshot.ts';
import { type SnapshotItem, toChunks } from './items.ts';

export interface SnapshotBlock {
  readonly block: Block;
  /** As `Store.receiptsBytes` gives them. */
  readonly receipts: Uint8Array;
}

export interface SnapshotParts {
  readonly genesis: Block;
  /** The last of `blocks`. */
  readonly number: bigint;
  readonly hash: Hex;
  /** From block 1 up. */
  readonly blocks: AsyncIterable<SnapshotBlock>;
  /** As `exportState` gives it. */
  readonly state: AsyncIterable<Uint8Array>;
}

/** A snapshot's stream from parts that came by themselves; nothing is checked here, `importSnapshot` does. */
export async function* assembleSnapshot(parts: SnapshotParts): AsyncGenerator<Uint8Array> {
  yield* toChunks(upToState(parts));
  yield* parts.state;
  yield* toChunks([{ kind: 'end', bytes: new Uint8Array(0) }]);
}

async function* upToState({ genesis, number, hash, blocks }: SnapshotParts): AsyncGenerator<SnapshotItem> {
  yield headItem(bytesToHex(genesis.hash()), number, hash);
  yield blockItem({ block: genesis, receipts: encodeReceipts({ receipts: [], systemLogs: [] }) });
  for await (const next of blocks) yield blockItem(next);
}

const blockItem = ({ block, receipts }: SnapshotBlock): SnapshotItem => ({ kind: 'block', bytes: RLP.encode([block.raw(), receipts]) });
