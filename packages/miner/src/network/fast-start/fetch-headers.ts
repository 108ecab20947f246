import type { BlockHeader } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex } from '@medrec/shared/bytes';
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
 * @throws RuleError for a peer whose headers break a rule, whose claim of work is false or whose snapshot is of another chain;
 * MedrecError for one that fails
 */
export async function fetchHeaders(
  fetch: HeaderFetch,
  peer: string,
  target: PeerStatus,
  { number, hash }: SnapshotManifest,
): Promise<void> {
  const { source, parts, onProgress } = fetch;
  let last = fetch.genesis;
  let total = last.difficulty;
  const take = (headers: readonly BlockHeader[]): void => {
    for (const header of headers) {
      total += header.difficulty;
      if (header.number === number && bytesToHex(header.hash()) !== hash) throw otherChain(peer, number, hash);
      last = header;
    }
  };
  while (last.number < target.number) {
    const first = last.number + 1n;
    const kept = await keptHeaders(fetch, first);
    if (kept.length > 0 && followsFrom(last, kept) && last.number + BigInt(kept.length) <= number) {
      take(kept);
      continue;
    }
    // Kept in parts that end at the snapshot's block.
    const upTo = first <= number ? number : target.number;
    const count = Math.min(Number(upTo - last.number), MAX_HEADERS_PER_REQUEST);
    const headers = await source.byNumber(peer, first, count);
    if (headers.length === 0) break;
    await verifyRun(fetch, last, headers);
    take(headers);
    if (last.number <= number) await parts.keep(partName(first), RLP.encode(headers.map((header) => header.serialize())));
    onProgress(last.number, target.number);
  }
  if (last.number < number)
    throw new MedrecError({ code: 'PEER_FAILED', message: 'The peer’s chain ends below its snapshot.', facts: { peer } });
  if (bytesToHex(last.hash()) === target.headHash && total !== target.totalDifficulty) {
    const facts = { peer, claimed: target.totalDifficulty, actual: total };
    throw new RuleError({ code: 'STATUS_FALSE', message: 'The peer claimed more work than its head has.', verdict: 'penalise', facts });
  }
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

/** Their rules and work were checked before they were kept. */
function followsFrom(last: BlockHeader, [first]: readonly BlockHeader[]): boolean {
  return first !== undefined && bytesToHex(first.parentHash) === bytesToHex(last.hash());
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

function otherChain(peer: string, number: bigint, snapshot: string): MedrecError {
  const message = 'The snapshot that most peers offer is not of this peer’s chain.';
  return new MedrecError({ code: 'SNAPSHOT_OTHER_CHAIN', message, facts: { peer, number, snapshot } });
}
