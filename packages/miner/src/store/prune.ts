import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { NodeId } from '../execution/index.ts';
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
 * Gives up the states of the blocks at one height. Of the canonical block's go the nodes that its child has no more; the
 * others live on in later states. Of a side block's all that came with it, and with the side blocks built on it: nothing
 * canonical was executed on them.
 */
export async function pruneHeight(height: bigint, canonical: Hex, child: Hex, parts: PruneParts): Promise<BatchWrite[]> {
  const operations = stale(parts.states.record(child)?.stale ?? []);
  operations.push(...forgetState(canonical, parts));
  const doomed = new Set<Hex>();
  for (const hash of await hashesAt(height, parts)) if (hash !== canonical) doomed.add(hash);
  for (let at = height; doomed.size > 0; at++) {
    const here = (await hashesAt(at, parts)).filter((hash) => doomed.has(hash));
    const parents = new Set(here);
    for (const hash of here) operations.push(...bornWith(hash, parts), ...forgetState(hash, parts));
    for (const hash of here) doomed.delete(hash);
    for (const hash of await hashesAt(at + 1n, parts)) {
      const parent = parentOf(hash, parts);
      if (parent !== undefined && parents.has(parent)) doomed.add(hash);
    }
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

function parentOf(hash: Hex, { reader }: Pick<PruneParts, 'reader'>): Hex | undefined {
  const header = reader.header(hash)?.header;
  return header && bytesToHex(header.parentHash);
}
