import { setTimeout as sleep } from 'node:timers/promises';
import { MedrecError } from '@medrec/shared/errors';
import { chunkHash } from '../snapshots/manifest.ts';
import { encodeChunkRequest, snapshotLimits } from '../snapshots/serve-snapshots.ts';
import { request } from '../sync/exchange.ts';
import { wrongAnswer } from '../sync/refusals.ts';
import type { OfferedSnapshot } from './choose-snapshot.ts';
import type { KeptParts } from './kept-parts.ts';
import type { Meeting } from './meet-peers.ts';

export interface StateFetch {
  readonly meeting: Meeting;
  readonly parts: KeptParts;
  readonly onProgress: (done: number, total: number) => void;
}

const POLL_MS = 50;

/**
 * The chunks of a snapshot's state that are not kept yet, from all peers that offer it, each held to its hash. A peer that
 * fails is left, and its chunk goes to another. @throws MedrecError `PEER_FAILED` when none is left that has it
 */
export async function fetchState(fetch: StateFetch, { manifest, peers }: OfferedSnapshot): Promise<void> {
  const { meeting, parts, onProgress } = fetch;
  const missing: number[] = [];
  for (const index of manifest.chunks.keys()) if ((await readChunk(parts, manifest, index)) === undefined) missing.push(index);
  const total = manifest.chunks.length;
  let done = total - missing.length;
  const busy = new Set<string>();
  const lacking = new Set<string>();

  const fetchOne = async (peer: string, index: number): Promise<void> => {
    try {
      const payload = encodeChunkRequest(manifest.hash, index);
      const chunk = await request(meeting.host, peer, snapshotLimits(meeting.names).chunks, payload);
      if (chunk.length === 0) {
        lacking.add(peer);
        missing.push(index);
        return;
      }
      if (chunkHash(chunk) !== manifest.chunks[index]) throw wrongAnswer(peer, 'chunks');
      await parts.keep(chunkName(manifest, index), chunk);
      onProgress(++done, total);
    } catch (thrown) {
      meeting.blame(thrown, peer);
      missing.push(index);
    } finally {
      busy.delete(peer);
    }
  };

  while (done < total) {
    const able = meeting.book.helpers().filter(({ peer }) => peers.includes(peer) && !lacking.has(peer));
    for (const { peer } of able.filter(({ peer }) => !busy.has(peer))) {
      const index = missing.shift();
      if (index === undefined) break;
      busy.add(peer);
      void fetchOne(peer, index);
    }
    if (able.length === 0 && busy.size === 0)
      throw new MedrecError({ code: 'PEER_FAILED', message: 'No peer is left that has the snapshot.', facts: { done, total } });
    await sleep(POLL_MS);
  }
}

/** All chunks in order. */
export async function* readState(parts: KeptParts, manifest: OfferedSnapshot['manifest']): AsyncGenerator<Uint8Array> {
  for (const index of manifest.chunks.keys()) {
    const chunk = await readChunk(parts, manifest, index);
    if (chunk === undefined)
      throw new MedrecError({ code: 'FAST_START_FAILED', message: 'A fetched chunk can no longer be read.', facts: { index } });
    yield chunk;
  }
}

async function readChunk(parts: KeptParts, manifest: OfferedSnapshot['manifest'], index: number): Promise<Uint8Array | undefined> {
  const chunk = await parts.read(chunkName(manifest, index));
  return chunk !== undefined && chunkHash(chunk) === manifest.chunks[index] ? chunk : undefined;
}

const chunkName = ({ number, hash }: OfferedSnapshot['manifest'], index: number): string => `state-${number}-${hash.slice(2, 18)}-${index}`;
