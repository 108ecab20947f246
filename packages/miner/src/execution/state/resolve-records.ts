import type { NodeId, NodeRecord } from '../trie/index.ts';
import type { StateWrites } from './types.ts';

/** A link once the first of the new records has its number; see `draftRecords`. */
export function resolveLink(link: NodeId, firstId: NodeId): NodeId {
  return link < 0 ? firstId - link - 1 : link;
}

/** Gives new nodes their numbers: `firstId` and on, in the order of `records`. */
export function resolveRecords(writes: Pick<StateWrites, 'records' | 'top'>, firstId: NodeId): { records: NodeRecord[]; top: NodeId } {
  const records = writes.records.map(({ encoded, links }) => ({ encoded, links: links.map((link) => resolveLink(link, firstId)) }));
  return { records, top: resolveLink(writes.top, firstId) };
}
