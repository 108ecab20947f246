import type { BlockHeader } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, equalBytes } from '@medrec/shared/bytes';
import type { MedrecConfig } from '@medrec/shared/chain';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import { checkFuture, checkHeader, checkSeal } from '../../consensus/index.ts';
import type { Ethash } from '../../ethash/index.ts';
import { MAX_HEADERS_PER_REQUEST } from '../limits.ts';
import type { SnapshotManifest } from '../snapshots/manifest.ts';
import { type DecodeBlock, decodeHeader, decodeStrings } from '../sync/block-parts.ts';
import type { HeaderSource } from '../sync/header-source.ts';
import type { PeerStatus } from '../sync/status.ts';
import type { KeptParts } from './kept-parts.ts';

export interface HeaderFetch {
  readonly genesis: BlockHeader;
  readonly config: MedrecConfig;
  readonly ethash: Pick<Ethash, 'verify'>;
  readonly source: HeaderSource;
  readonly parts: KeptParts;
  readonly decodeBlock: DecodeBlock;
  readonly nowSeconds: () => bigint;
  readonly onProgress: (number: bigint, target: bigint) => void;
}

const partName = (first: bigint): string => `headers-${first}`;

/**
 * All headers of a peer's chain to its head, by the rules and with their work; those up to the snapshot's block are kept.
 * A peer that turns out to be on another chain than the snapshot is followed to its end: only real work counts against it.
 * @throws RuleError for a peer whose headers break a rule or whose claim of work is false; MedrecError
 * `SNAPSHOT_OTHER_CHAIN`, and those of a peer that fails
 */
export async function fetchHeaders(fetch: HeaderFetch, peer: string, target: PeerStatus, manifest: SnapshotManifest): Promise<void> {
  const { source, parts, onProgress } = fetch;
  const { number, hash } = manifest;
  let last = fetch.genesis;
  let total = last.difficulty;
  let isOfChain = true;
  const take = (headers: readonly BlockHeader[]): void => {
    for (const header of headers) {
      total += header.difficulty;
      if (header.number === number) isOfChain = bytesToHex(header.hash()) === hash;
      last = header;
    }
  };
  while (last.number < target.number) {
    const first = last.number + 1n;
    const kept = await keptOf(fetch, peer, last, number);
    if (kept.length > 0) {
      take(kept);
      continue;
    }
    // Kept in parts that end at the snapshot's block.
    const upTo = first <= number ? number : target.number;
    const headers = await source.byNumber(peer, first, Math.min(Number(upTo - last.number), MAX_HEADERS_PER_REQUEST));
    if (headers.length === 0) break;
    if (!followsFrom(last, headers)) throw failed(peer, 'The peer’s chain changed while its headers were fetched.');
    await verifyRun(fetch, last, headers);
    take(headers);
    if (last.number <= number) await parts.keep(partName(first), RLP.encode(headers.map((header) => header.serialize())));
    onProgress(last.number, target.number);
  }
  if (bytesToHex(last.hash()) === target.headHash && total !== target.totalDifficulty) {
    const facts = { peer, claimed: target.totalDifficulty, actual: total };
    throw new RuleError({ code: 'STATUS_FALSE', message: 'The peer claimed more work than its head has.', verdict: 'penalise', facts });
  }
  // Its head may be another by now, but it has the work that it claimed.
  if (total < target.totalDifficulty) throw failed(peer, 'The peer has not shown the work it claimed.');
  if (last.number < number || !isOfChain) throw otherChain(peer, manifest);
}

/** The next kept headers, if they are this peer's too. Their rules and work were checked before they were kept. */
async function keptOf(fetch: HeaderFetch, peer: string, last: BlockHeader, upTo: bigint): Promise<BlockHeader[]> {
  const kept = await keptHeaders(fetch, last.number + 1n);
  const tip = kept.at(-1);
  if (tip === undefined || tip.number > upTo || !followsFrom(last, kept)) return [];
  const [theirs] = await fetch.source.byNumber(peer, tip.number, 1);
  return theirs !== undefined && equalBytes(theirs.hash(), tip.hash()) ? kept : [];
}

/** The headers that were fetched and checked, from block 1 to that number. */
export async function* readHeaders(fetch: Pick<HeaderFetch, 'parts' | 'decodeBlock'>, upTo: bigint): AsyncGenerator<BlockHeader[]> {
  for (let first = 1n; first <= upTo; ) {
    const headers = await keptHeaders(fetch, first);
    if (headers.length === 0) throw new MedrecError({ code: 'FAST_START_FAILED', message: 'Fetched headers can no longer be read.' });
    yield headers;
    first += BigInt(headers.length);
  }
}

async function keptHeaders({ parts, decodeBlock }: Pick<HeaderFetch, 'parts' | 'decodeBlock'>, first: bigint): Promise<BlockHeader[]> {
  const bytes = await parts.read(partName(first));
  if (bytes === undefined) return [];
  return decodeStrings(bytes, MAX_HEADERS_PER_REQUEST).map((rlp) => decodeHeader(rlp, decodeBlock));
}

function followsFrom(last: BlockHeader, [first]: readonly BlockHeader[]): boolean {
  return first !== undefined && equalBytes(first.parentHash, last.hash());
}

async function verifyRun({ config, ethash, nowSeconds }: HeaderFetch, last: BlockHeader, headers: readonly BlockHeader[]): Promise<void> {
  let parent = last;
  for (const header of headers) {
    checkHeader(header, parent, config);
    checkFuture(header, nowSeconds());
    parent = header;
  }
  await Promise.all(headers.map((header) => checkSeal(header, ethash)));
}

function failed(peer: string, message: string): MedrecError {
  return new MedrecError({ code: 'PEER_FAILED', message, facts: { peer } });
}

function otherChain(peer: string, { number, hash }: SnapshotManifest): MedrecError {
  const message = 'The snapshot that most peers offer is not of the heaviest chain.';
  return new MedrecError({ code: 'SNAPSHOT_OTHER_CHAIN', message, facts: { peer, number, snapshot: hash } });
}
