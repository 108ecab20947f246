import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { NodeId } from '../execution/index.ts';
import { storeDamaged } from './checked-value.ts';
import { byNumberHash, byNumberKey, nodeKey, stateKey } from './keys.ts';
import type { BatchWrite, Disk } from './open-level.ts';
import type { BlockReader } from './read-blocks.ts';
import type { RootUses } from './root-uses.ts';
import type { StateOnDisk } from './state-nodes.ts';

export interface PruneParts {
  readonly disk: Pick<Disk, 'keysBetween'>;
  readonly reader: Pick<BlockReader, 'header'>;
  readonly states: Pick<StateOnDisk, 'record'>;
  readonly roots: RootUses;
}

/**
 * Gives up the state of the canonical block at one height. Its nodes that its child has no more go; the others live on in
 * later states. With them go the states of branches that leave the chain there: they were executed on that state, and of
 * such a branch's blocks all that came with them is theirs alone.
 */
export async function pruneHeight(height: bigint, canonical: Hex, child: Hex, parts: PruneParts): Promise<BatchWrite[]> {
  const operations = stale(parts.states.record(child)?.stale ?? []);
  operations.push(...forgetState(canonical, parts));
  let lost = new Set<Hex>([canonical]);
  for (let at = height + 1n; lost.size > 0; at++) {
    const hashes = await hashesAt(at, parts);
    lost = new Set(hashes.filter((hash) => hash !== child && lost.has(parentOf(hash, parts))));
    for (const hash of lost) operations.push(...bornWith(hash, parts), ...forgetState(hash, parts));
  }
  return operations;
}

/** All that one block added to the state: for side blocks, and for blocks that are taken out again. */
export function bornWith(hash: Hex, { states }: Pick<PruneParts, 'states'>): BatchWrite[] {
  const record = states.record(hash);
  if (record === undefined) return [];
  return Array.from({ length: record.count }, (_, at) => ({ key: nodeKey(record.first + at), value: null }));
}

/** The block's state can be asked for no more. */
export function forgetState(hash: Hex, { states, reader, roots }: Pick<PruneParts, 'states' | 'reader' | 'roots'>): BatchWrite[] {
  const record = states.record(hash);
  const header = reader.header(hash)?.header;
  if (record === undefined || header === undefined) return [];
  roots.change(header.stateRoot, record.top, -1);
  return [{ key: stateKey(hash), value: null }];
}

function stale(ids: readonly NodeId[]): BatchWrite[] {
  return ids.map((id) => ({ key: nodeKey(id), value: null }));
}

async function hashesAt(height: bigint, { disk }: Pick<PruneParts, 'disk'>): Promise<Hex[]> {
  const keys = await disk.keysBetween(byNumberKey(height, new Uint8Array(0)), byNumberKey(height, new Uint8Array(32).fill(0xff)));
  return keys.map((key) => bytesToHex(byNumberHash(key)));
}

function parentOf(hash: Hex, { reader }: Pick<PruneParts, 'reader'>): Hex {
  const header = reader.header(hash)?.header;
  if (header === undefined) throw storeDamaged('a listed block');
  return bytesToHex(header.parentHash);
}
