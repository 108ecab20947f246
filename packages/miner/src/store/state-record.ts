import { RLP } from '@ethereumjs/rlp';
import type { NodeId } from '../execution/index.ts';
import { storeDamaged } from './checked-value.ts';

/** Where a block's state stands, and what need not be kept once no older state is. */
export interface StateRecord {
  readonly top: NodeId;
  /** Nodes that came with the block: `count` numbers from `first` on. */
  readonly first: NodeId;
  readonly count: number;
  /** Nodes of its parent's state that its own has no more. */
  readonly stale: readonly NodeId[];
}

/** One of the states with a root. Blocks that change nothing share their parent's. */
export interface RootUse {
  readonly top: NodeId;
  readonly blocks: number;
}

const ID_BYTES = 6;

/** RLP of `[top, first, count, stale]`, stale being 6 bytes a node. */
export function encodeStateRecord({ top, first, count, stale }: StateRecord): Uint8Array {
  const packed = Buffer.alloc(stale.length * ID_BYTES);
  for (const [at, id] of stale.entries()) packed.writeUIntBE(id, at * ID_BYTES, ID_BYTES);
  return RLP.encode([top, first, count, packed]);
}

/** @throws MedrecError `STORE_DAMAGED` */
export function decodeStateRecord(bytes: Uint8Array): StateRecord {
  const [top, first, count, packed] = RLP.decode(bytes) as (Uint8Array | undefined)[];
  if (!top || !first || !count || !packed) throw storeDamaged('the place of a block’s state');
  const view = Buffer.from(packed);
  const stale: NodeId[] = [];
  for (let at = 0; at < view.length; at += ID_BYTES) stale.push(view.readUIntBE(at, ID_BYTES));
  return { top: numberOf(top), first: numberOf(first), count: numberOf(count), stale };
}

/** RLP of `[[top, blocks], …]`. */
export function encodeRootUses(uses: readonly RootUse[]): Uint8Array {
  return RLP.encode(uses.map(({ top, blocks }) => [top, blocks]));
}

export function decodeRootUses(bytes: Uint8Array | undefined): RootUse[] {
  if (bytes === undefined) return [];
  const uses = RLP.decode(bytes) as [Uint8Array, Uint8Array][];
  return uses.map(([top, blocks]) => ({ top: numberOf(top), blocks: numberOf(blocks) }));
}

function numberOf(bytes: Uint8Array): number {
  return Number(BigInt(`0x0${Buffer.from(bytes).toString('hex')}`));
}
