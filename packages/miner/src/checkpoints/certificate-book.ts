import type { Hex } from '@medrec/shared/bytes';
import type { SignedCheckpoint } from '@medrec/shared/checkpoints';
import type { BlockPoint } from '../chain/index.ts';
import type { Store } from '../store/index.ts';
import { ancestryOf } from './ancestry.ts';

/**
 * `placed`: the block is here and builds on the placed certificate before it. `claimed`: the block has not arrived, but the
 * signers named the newest certificate as its base. `waiting`: neither; whether it is on the same chain is not known.
 */
export type Standing = 'placed' | 'claimed' | 'waiting';

export interface Entry extends BlockPoint {
  readonly certificate: SignedCheckpoint;
  standing: Standing;
  seats: readonly Hex[] | undefined;
}

/** All certificates known here and how they stand to each other. The genesis block counts as certified. */
export interface CertificateBook {
  get(hash: Hex): Entry | undefined;
  /** The newest that is placed or claimed: where the chain is bound. */
  tip(): Entry | undefined;
  /** The newest placed one whose seats are known: what new signatures name. */
  base(): Entry | undefined;
  above(number: bigint, limit: number): readonly Entry[];
  add(certificate: SignedCheckpoint, seats: readonly Hex[] | undefined): Entry;
  /** Places what has arrived. @returns certificates that have just been placed, and two that cannot be on one chain */
  settle(): { readonly placed: readonly Entry[]; readonly conflict: readonly [Entry, Entry] | undefined };
}

export function createCertificateBook(store: Pick<Store, 'header' | 'canonicalHash'>): CertificateBook {
  const byHash = new Map<Hex, Entry>();
  const byNumber = new Map<bigint, Entry>();
  /** Ascending by number. */
  const ordered: Entry[] = [];
  let unplaced: Entry[] = [];

  const tip = (): Entry | undefined => ordered.findLast(({ standing }) => standing !== 'waiting');
  const newestPlaced = (): Entry | undefined => ordered.findLast(({ standing }) => standing === 'placed');

  /** The two of an entry that is not on one chain with its placed neighbours. */
  const apart = (entry: Entry): readonly [Entry, Entry] | undefined => {
    const newest = newestPlaced();
    if (newest === undefined) return undefined;
    if (newest.number < entry.number) return ancestryOf(entry, newest, store) === 'apart' ? [newest, entry] : undefined;
    const over = ordered.find(({ number, standing }) => number > entry.number && standing === 'placed');
    return over && ancestryOf(over, entry, store) === 'apart' ? [entry, over] : undefined;
  };

  return {
    get: (hash) => byHash.get(hash),
    tip,
    base: () => ordered.findLast(({ standing, seats }) => standing === 'placed' && seats !== undefined),
    above(number, limit) {
      const first = ordered.findIndex((entry) => entry.number > number);
      return first < 0 ? [] : ordered.slice(first, first + limit);
    },
    add(certificate, seats) {
      const standing = certificate.base === (tip()?.hash ?? certificate.base) ? 'claimed' : 'waiting';
      const entry: Entry = { number: certificate.number, hash: certificate.blockHash, certificate, standing, seats };
      byHash.set(entry.hash, entry);
      unplaced.push(entry);
      const after = ordered.findLastIndex(({ number }) => number <= entry.number);
      ordered.splice(after + 1, 0, entry);
      return entry;
    },
    settle() {
      const placed: Entry[] = [];
      let conflict: readonly [Entry, Entry] | undefined;
      const left: Entry[] = [];
      for (const entry of unplaced) {
        const first = byNumber.get(entry.number) ?? entry;
        byNumber.set(entry.number, first);
        const pair = first !== entry ? ([first, entry] as const) : store.header(entry.hash) && apart(entry);
        conflict ??= pair;
        if (pair !== undefined || store.header(entry.hash) === undefined) left.push(entry);
        else {
          entry.standing = 'placed';
          placed.push(entry);
        }
      }
      unplaced = left;
      return { placed, conflict };
    },
  };
}
