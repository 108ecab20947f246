import { KEY_KINDS, type KeyKind, rangeOf } from '../keys.ts';
import type { StoreAsIs } from './open-as-is.ts';

export interface KindStats {
  readonly kind: KeyKind;
  readonly entries: number;
  /** Bytes on disk, about: LevelDB's own estimate, which leaves out what was written last. */
  readonly bytes: number;
}

export interface StoreStats {
  readonly head: { readonly number: bigint; readonly hash: string };
  readonly mode: 'archive' | 'pruned';
  readonly oldestState: bigint;
  readonly rebuilding: boolean;
  readonly kinds: readonly KindStats[];
}

/** What lies in the store, by kind. Counts every key, so it takes seconds on a large one. */
export async function storeStats(store: StoreAsIs, onProgress: (done: number) => void): Promise<StoreStats> {
  const kinds: KindStats[] = [];
  let done = 0;
  for (const kind of KEY_KINDS) {
    const { from, to } = rangeOf(kind);
    let entries = 0;
    for await (const _ of store.disk.keys(from, to)) {
      entries++;
      onProgress(++done);
    }
    kinds.push({ kind, entries, bytes: await store.disk.sizeOf(from, to) });
  }
  return {
    head: { number: store.reader.header(store.head)?.header.number ?? 0n, hash: store.head },
    mode: store.window.mode,
    oldestState: store.window.oldest,
    rebuilding: store.rebuilding !== undefined,
    kinds,
  };
}
