import type { Block } from '@ethereumjs/block';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { encodeRecord, type NodeId, type NodeRecord, resolveRecords, type StateWrites } from '../execution/index.ts';
import { codeKey, metaKey, nodeKey, numberBytes, stateKey } from './keys.ts';
import type { BatchWrite } from './open-level.ts';
import type { RootUses } from './root-uses.ts';
import { encodeStateRecord, type StateRecord } from './state-record.ts';

export interface StateCommit {
  readonly operations: BatchWrite[];
  readonly records: readonly NodeRecord[];
  /** Number of the first record; the others follow it. */
  readonly firstId: NodeId;
  readonly top: NodeId;
  readonly nextId: NodeId;
}

/** The state that a block leads to, as part of the block's batch. @param firstId the first number that no node has had */
export function stateOperations(block: Block, writes: StateWrites, firstId: NodeId, roots: RootUses): StateCommit {
  const { records, top } = resolveRecords(writes, firstId);
  const nextId = firstId + records.length;
  const record: StateRecord = { top, first: firstId, count: records.length, stale: writes.stale };
  const operations: BatchWrite[] = records.map((node, at) => ({ key: nodeKey(firstId + at), value: encodeRecord(node) }));
  for (const [hash, code] of writes.codes) operations.push({ key: codeKey(hexToBytes(hash)), value: code });
  operations.push(
    { key: stateKey(bytesToHex(block.hash())), value: encodeStateRecord(record) },
    { key: metaKey('nextNode'), value: numberBytes(BigInt(nextId)) },
  );
  roots.change(block.header.stateRoot, top, 1);
  return { operations, records, firstId, top, nextId };
}
