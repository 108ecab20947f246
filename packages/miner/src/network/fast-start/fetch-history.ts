import { type Block, createBlockFromBytesArray } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import { RLP } from '@ethereumjs/rlp';
import { concatBytes, equalBytes } from '@medrec/shared/bytes';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import { receiptsRootOf } from '../../execution/index.ts';
import { decodeReceipts, type SnapshotBlock } from '../../store/index.ts';
import { snapshotLimits } from '../snapshots/serve-snapshots.ts';
import { decodeStrings } from '../sync/block-parts.ts';
import { createBodyDownload } from '../sync/body-download.ts';
import type { BodySource, FetchedBlock } from '../sync/body-source.ts';
import { request } from '../sync/exchange.ts';
import { type HeaderFetch, readHeaders } from './fetch-headers.ts';
import type { KeptParts } from './kept-parts.ts';
import type { Meeting } from './meet-peers.ts';

interface FetchedHistory extends FetchedBlock {
  /** As they are stored. */
  readonly receipts: Uint8Array;
}

export interface HistoryFetch {
  readonly meeting: Meeting;
  readonly headers: Pick<HeaderFetch, 'parts' | 'decodeBlock'>;
  readonly bodies: BodySource;
  readonly parts: KeptParts;
  readonly common: Common;
  readonly onProgress: (number: bigint, target: bigint) => void;
}

const partName = (first: bigint): string => `blocks-${first}`;

/** Bodies and receipts of all blocks to that number, from all peers at once, each held to its header's roots; not executed. */
export async function fetchHistory(fetch: HistoryFetch, upTo: bigint): Promise<void> {
  const { meeting, headers, parts, onProgress } = fetch;
  const source = { bodiesOf: (peer: string, wanted: Parameters<BodySource['bodiesOf']>[1]) => historyOf(fetch, peer, wanted) };
  let next = await firstMissing(fetch, upTo);
  const download = createBodyDownload<FetchedHistory>({
    source,
    helpers: meeting.book.helpers,
    onFault: meeting.blame,
    onServed: meeting.book.answered,
  });
  const feed = async (): Promise<void> => {
    for await (const batch of readHeaders(headers, upTo)) {
      const missing = batch.filter((header) => header.number >= next);
      if (missing.length > 0) await download.add(missing);
    }
  };
  const fed = feed().then(download.end, download.fail);
  try {
    for (let batch = await download.next(); batch !== undefined; batch = await download.next()) {
      await parts.keep(partName(next), RLP.encode(batch.map(({ block, receipts }) => [block.raw(), receipts])));
      next += BigInt(batch.length);
      onProgress(next - 1n, upTo);
    }
  } catch (thrown) {
    download.fail(thrown);
    throw thrown;
  } finally {
    await fed;
  }
}

/** What `fetchHistory` has kept, from block 1 to that number. */
export async function* readHistory({ parts, common }: Pick<HistoryFetch, 'parts' | 'common'>, upTo: bigint): AsyncGenerator<SnapshotBlock> {
  for (let next = 1n; next <= upTo; ) {
    const blocks = await keptBlocks(parts, common, next);
    if (blocks.length === 0) throw new MedrecError({ code: 'FAST_START_FAILED', message: 'Fetched blocks can no longer be read.' });
    for (const block of blocks) if (next++ <= upTo) yield block;
  }
}

async function firstMissing({ parts, common }: Pick<HistoryFetch, 'parts' | 'common'>, upTo: bigint): Promise<bigint> {
  let next = 1n;
  while (next <= upTo) {
    const blocks = await keptBlocks(parts, common, next);
    if (blocks.length === 0) break;
    next += BigInt(blocks.length);
  }
  return next;
}

async function keptBlocks(parts: KeptParts, common: Common, first: bigint): Promise<SnapshotBlock[]> {
  const bytes = await parts.read(partName(first));
  if (bytes === undefined) return [];
  const items = RLP.decode(bytes) as [Parameters<typeof createBlockFromBytesArray>[0], Uint8Array][];
  return items.map(([raw, receipts]) => ({ block: createBlockFromBytesArray(raw, { common, setHardfork: true }), receipts }));
}

async function historyOf(
  { meeting, bodies }: HistoryFetch,
  peer: string,
  wanted: Parameters<BodySource['bodiesOf']>[1],
): Promise<FetchedHistory[]> {
  const blocks = await bodies.bodiesOf(peer, wanted);
  if (blocks.length === 0) return [];
  const payload = concatBytes(...blocks.map(({ block }) => block.hash()));
  const answer = decodeStrings(await request(meeting.host, peer, snapshotLimits(meeting.names).receipts, payload), blocks.length);
  return answer.flatMap((receipts, at) => {
    const fetched = blocks[at];
    if (fetched === undefined) return [];
    checkReceipts(fetched.block, receipts, peer);
    return [{ ...fetched, receipts, bytes: fetched.bytes + receipts.length }];
  });
}

/** RECEIPTS_MISMATCH: a header commits to its receipts; others belong to another block. */
function checkReceipts(block: Block, receipts: Uint8Array, peer: string): void {
  let isRight = false;
  try {
    isRight = equalBytes(receiptsRootOf(decodeReceipts(receipts).receipts), block.header.receiptTrie);
  } catch {
    isRight = false; // what cannot be read is not what was asked for
  }
  if (isRight) return;
  throw new RuleError({
    code: 'RECEIPTS_MISMATCH',
    message: 'The receipts are not those the block’s header commits to.',
    verdict: 'penalise',
    facts: { peer, number: block.header.number },
  });
}
