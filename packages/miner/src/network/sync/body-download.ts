import type { BlockHeader } from '@ethereumjs/block';
import { MedrecError } from '@medrec/shared/errors';
import {
  MAX_BODIES_PER_REQUEST,
  MAX_BODIES_RESPONSE_BYTES,
  MAX_HEADERS_AHEAD,
  MAX_HEADERS_PER_REQUEST,
  MAX_WAITING_BODY_BYTES,
} from '../limits.ts';
import type { BodySource, FetchedBlock } from './body-source.ts';

/** Who may be asked for bodies up to a block number. */
export type Helpers = () => readonly { readonly peer: string; readonly number: bigint }[];

export interface BodyDownloadDependencies<F extends FetchedBlock> {
  readonly source: BodySource<F>;
  readonly helpers: Helpers;
  /** A peer failed, stalled or lied; it is asked again only if `helpers` still names it. */
  readonly onFault: (thrown: unknown, peer: string) => void;
  /** A peer answered rightly: what it failed at before counts no more. */
  readonly onServed: (peer: string) => void;
}

/**
 * Bodies of checked headers from all peers at once, given out in order. Every peer has one range at a time: what it answers
 * is checked before it is asked for more, and what it leaves undone goes to another.
 */
export interface BodyDownload<F extends FetchedBlock = FetchedBlock> {
  /** Headers on top of those before; resolves when there is room for more. @throws the reason of `fail` */
  add(headers: readonly BlockHeader[]): Promise<void>;
  /** No more headers come. */
  end(): void;
  /** Ends the download; whoever waits on it gets the reason. */
  fail(reason: unknown): void;
  /** The next blocks in order; undefined after the last. @throws the reason of `fail`; MedrecError `PEER_FAILED` when nobody has them */
  next(): Promise<readonly F[] | undefined>;
  /** Peers have come or learnt more. */
  wake(): void;
}

type Slot<F> = { readonly header: BlockHeader; state: 'open' | 'asked' | F };

/** What is given out at once: progress is told and a stop is noticed this often. */
const MAX_GIVEN_BLOCKS = 128;
const FIRST_RANGE = 32;
const LACKING_MS = 30_000;

export function createBodyDownload<F extends FetchedBlock>({
  source,
  helpers,
  onFault,
  onServed,
}: BodyDownloadDependencies<F>): BodyDownload<F> {
  const slots: Slot<F>[] = [];
  const busy = new Set<string>();
  /** Until when a peer is not asked again: it may be on its own way to the head. */
  const lacking = new Map<string, number>();
  let rangeLength = FIRST_RANGE;
  let waitingBytes = 0;
  let hasEnded = false;
  let failure: { readonly reason: unknown } | undefined;
  let changed = Promise.withResolvers<void>();

  const signal = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  const fail = (reason: unknown): void => {
    failure ??= { reason };
    signal();
  };

  const takeRange = (highest: bigint): Slot<F>[] => {
    const from = slots.findIndex(({ state }) => state === 'open');
    if (from < 0) return [];
    // Whatever else waits, the block that all others wait for is fetched.
    if (from > 0 && waitingBytes + busy.size * MAX_BODIES_RESPONSE_BYTES > MAX_WAITING_BODY_BYTES) return [];
    const range: Slot<F>[] = [];
    for (let at = from; range.length < rangeLength; at++) {
      const slot = slots[at];
      if (slot?.state !== 'open' || slot.header.number > highest) break;
      range.push(slot);
    }
    return range;
  };

  const fetchRange = async (peer: string, range: readonly Slot<F>[]): Promise<void> => {
    busy.add(peer);
    for (const slot of range) slot.state = 'asked';
    try {
      const headers = range.map(({ header }) => header);
      const fetched = await source.bodiesOf(peer, headers);
      if (fetched.length === 0) lacking.set(peer, performance.now() + LACKING_MS);
      else if (failure === undefined) onServed(peer);
      let bytes = 0;
      for (const [at, found] of fetched.entries()) {
        const slot = range[at];
        if (slot !== undefined) slot.state = found;
        bytes += found.bytes;
      }
      waitingBytes += bytes;
      if (fetched.length > 0) rangeLength = fittingRange(bytes / fetched.length);
    } catch (thrown) {
      if (failure === undefined) onFault(thrown, peer);
    }
    for (const slot of range) if (slot.state === 'asked') slot.state = 'open';
    busy.delete(peer);
    pump();
    signal();
  };

  const pump = (): void => {
    if (failure !== undefined) return;
    for (const { peer, number } of helpers()) {
      if (busy.has(peer) || (lacking.get(peer) ?? 0) > performance.now()) continue;
      const range = takeRange(number);
      if (range.length > 0) void fetchRange(peer, range);
    }
    if (busy.size === 0 && slots[0]?.state === 'open') fail(nobodyHas(slots[0].header.number));
  };

  return {
    async add(headers) {
      for (const header of headers) slots.push({ header, state: 'open' });
      pump();
      while (failure === undefined && slots.length > MAX_HEADERS_AHEAD - MAX_HEADERS_PER_REQUEST) await changed.promise;
      if (failure !== undefined) throw failure.reason;
    },
    end() {
      hasEnded = true;
      signal();
    },
    fail,
    async next() {
      for (;;) {
        if (failure !== undefined) throw failure.reason;
        const ready = takeReady(slots);
        if (ready.length > 0) {
          for (const { bytes } of ready) waitingBytes -= bytes;
          pump();
          signal();
          return ready;
        }
        if (hasEnded && slots.length === 0) return undefined;
        await changed.promise;
      }
    },
    wake: pump,
  };
}

/** Takes out what is fetched at the front. */
function takeReady<F extends FetchedBlock>(slots: Slot<F>[]): F[] {
  const ready: F[] = [];
  for (const { state } of slots) {
    if (typeof state === 'string' || ready.length === MAX_GIVEN_BLOCKS) break;
    ready.push(state);
  }
  slots.splice(0, ready.length);
  return ready;
}

/** Half a response of blocks like the last ones: larger ones among them still fit, and no peer holds up much. */
function fittingRange(meanBytes: number): number {
  const fitting = Math.floor(MAX_BODIES_RESPONSE_BYTES / 2 / Math.max(1, meanBytes));
  return Math.max(1, Math.min(MAX_BODIES_PER_REQUEST, fitting));
}

function nobodyHas(number: bigint): MedrecError {
  return new MedrecError({ code: 'PEER_FAILED', message: 'No peer answers with the next block’s body.', facts: { number } });
}
