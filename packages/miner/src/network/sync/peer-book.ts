import type { PeerStatus } from './status.ts';

const FIRST_REST_MS = 5000;
const MAX_REST_MS = 300_000;

/** What is known of a connected peer's chain, and whether it has earned a rest by failing to answer. */
export interface PeerBook {
  update(peer: string, status: PeerStatus): void;
  statusOf(peer: string): PeerStatus | undefined;
  remove(peer: string): void;
  /** Leaves the peer alone for a while; twice as long at each failure in a row. */
  rest(peer: string): void;
  forgive(peer: string): void;
  /** It answered: its failures before are no row any more. A rest that it has goes on. */
  answered(peer: string): void;
  /** Rested peers that claim more work than `totalDifficulty`, the most work first. */
  heavierThan(totalDifficulty: bigint): readonly { readonly peer: string; readonly status: PeerStatus }[];
  /** All that have earned no rest, with the highest block they claim: a range's bodies may be had from any. */
  helpers(): readonly { readonly peer: string; readonly number: bigint }[];
  /** Highest block number that any peer claims. */
  bestNumber(): bigint;
}

interface Page {
  status: PeerStatus;
  failures: number;
  restUntil: number;
}

export function createPeerBook(now: () => number = Date.now): PeerBook {
  const pages = new Map<string, Page>();
  return {
    update(peer, status) {
      const page = pages.get(peer);
      pages.set(peer, { failures: 0, restUntil: 0, ...page, status });
    },
    statusOf: (peer) => pages.get(peer)?.status,
    remove: (peer) => void pages.delete(peer),
    rest(peer) {
      const page = pages.get(peer);
      if (page === undefined) return;
      page.restUntil = now() + Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** page.failures);
      page.failures += 1;
    },
    forgive(peer) {
      const page = pages.get(peer);
      if (page !== undefined) Object.assign(page, { failures: 0, restUntil: 0 });
    },
    answered(peer) {
      const page = pages.get(peer);
      if (page !== undefined) page.failures = 0;
    },
    heavierThan(totalDifficulty) {
      return [...pages]
        .filter(([, page]) => page.status.totalDifficulty > totalDifficulty && page.restUntil <= now())
        .map(([peer, page]) => ({ peer, status: page.status }))
        .sort((a, b) => (a.status.totalDifficulty > b.status.totalDifficulty ? -1 : 1));
    },
    helpers: () => [...pages].filter(([, page]) => page.restUntil <= now()).map(([peer, page]) => ({ peer, number: page.status.number })),
    bestNumber: () => [...pages.values()].reduce((best, page) => (page.status.number > best ? page.status.number : best), 0n),
  };
}
