import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Block } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import type { PrivateKey } from '@libp2p/interface';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Ethash } from '../../ethash/index.ts';
import { assembleSnapshot, importSnapshot, type SnapshotBlock } from '../../store/index.ts';
import { readAnchors } from '../anchors.ts';
import { FIRST_PEERS_MS, MORE_PEERS_MS } from '../limits.ts';
import { EMPTY_HISTORY, historyStep, type SnapshotManifest } from '../snapshots/manifest.ts';
import type { DecodeBlock } from '../sync/block-parts.ts';
import { createBodySource } from '../sync/body-source.ts';
import { createHeaderSource } from '../sync/header-source.ts';
import { chooseSnapshot, type OfferedSnapshot } from './choose-snapshot.ts';
import { fetchHeaders, type HeaderFetch } from './fetch-headers.ts';
import { fetchHistory, readHistory } from './fetch-history.ts';
import { fetchState, readState } from './fetch-state.ts';
import { createKeptParts, type KeptParts } from './kept-parts.ts';
import { type Meeting, meetPeers } from './meet-peers.ts';

export interface FastStartOptions {
  readonly privateKey: PrivateKey;
  /** Multiaddrs. */
  readonly peers: readonly string[];
  readonly anchorsFile?: string;
  readonly spec: ChainSpec;
  readonly common: Common;
  readonly genesis: Block;
  readonly ethash: Pick<Ethash, 'verify'>;
  readonly decodeBlock: DecodeBlock;
  /** Where the block store is to be; nothing is done when it exists. */
  readonly storeDir: string;
  /** Folder for what is fetched; removed when the store stands. A later start goes on with what it holds. */
  readonly workDir: string;
  readonly log: Logger;
}

export type FastStartOutcome =
  | { readonly kind: 'started'; readonly number: bigint; readonly hash: Hex }
  /** There is a store, or no peer offers a snapshot: the node begins as it would have. */
  | { readonly kind: 'not-needed' | 'none-offered' };

const WORD_EVERY_MS = 5000;

/**
 * Starts a node's store from its peers' snapshot: the headers of the heaviest chain are checked from genesis to the head,
 * rules and work; the state at a deep block of it comes in chunks from all peers that offer the same, the blocks below it
 * with their receipts too, and the whole is held against that block's header. Blocks after it are synced and executed.
 * @throws MedrecError `SNAPSHOT_INVALID`, `PEER_FAILED` and those of peers; what was fetched stays for the next try
 */
export async function fastStart(options: FastStartOptions): Promise<FastStartOutcome> {
  const { storeDir, workDir, genesis, log } = options;
  if (await exists(storeDir)) return { kind: 'not-needed' };
  const parts = createKeptParts(workDir);
  const genesisHash = bytesToHex(genesis.hash());
  const head = { hash: genesisHash, number: 0n, totalDifficulty: genesis.header.difficulty, header: genesis.header };
  const totalDifficultyOf = async (hash: Hex): Promise<bigint | undefined> => (hash === genesisHash ? head.totalDifficulty : undefined);
  const chain = { genesisHash, head: () => head, totalDifficultyOf };
  const anchors = await readAnchors(options.anchorsFile, log);
  const meeting = await meetPeers({ privateKey: options.privateKey, peers: options.peers, anchors, genesisHash, chain, log });
  try {
    if (!(await waitForPeers(meeting))) return { kind: 'none-offered' };
    const offered = await chooseSnapshot(meeting, log);
    if (offered === undefined) return { kind: 'none-offered' };
    const { number, hash } = offered.manifest;
    log.info(
      { event: 'fast-start', number: Number(number), hash },
      `starting from the state of block ${number}, which ${offered.peers.length} peers offer`,
    );
    await fetchAll(options, meeting, parts, offered);
    await build(options, parts, offered.manifest);
    await parts.clear();
    return { kind: 'started', number, hash };
  } finally {
    await meeting.stop();
  }
}

async function fetchAll(options: FastStartOptions, meeting: Meeting, parts: KeptParts, offered: OfferedSnapshot): Promise<void> {
  const { genesis, spec, ethash, decodeBlock, common, log } = options;
  const word = speakNowAndThen(log);
  const headers: HeaderFetch = {
    ...{ genesis: genesis.header, config: spec.config.medrec, ethash, parts, decodeBlock },
    source: createHeaderSource(meeting.host, meeting.names, decodeBlock),
    nowSeconds: () => BigInt(Math.floor(Date.now() / 1000)),
    onProgress: (number, target) => word('headers', number, target),
  };
  await headersOfHeaviest(headers, meeting, offered.manifest);
  const bodies = createBodySource(meeting.host, meeting.names, decodeBlock);
  const onProgress = (number: bigint, target: bigint): void => word('blocks', number, target);
  await fetchHistory({ meeting, headers, bodies, parts, common, onProgress }, offered.manifest.number);
  await fetchState({ meeting, parts, onProgress: (done, total) => word('chunks of the state', done, total) }, offered);
}

/** From the peer with the most work; one that fails or lies is left for the next. @throws the last one's failure */
async function headersOfHeaviest(fetch: HeaderFetch, meeting: Meeting, manifest: SnapshotManifest): Promise<void> {
  let failure: unknown = new MedrecError({ code: 'PEER_FAILED', message: 'No peer is left to fetch headers from.' });
  const tried = new Set<string>();
  for (;;) {
    const best = meeting.book.heavierThan(0n).find(({ peer }) => !tried.has(peer));
    if (best === undefined) throw failure;
    tried.add(best.peer);
    try {
      return await fetchHeaders(fetch, best.peer, best.status, manifest);
    } catch (thrown) {
      const error = asMedrecError(thrown);
      // A snapshot of another chain than the heaviest is of no use, whoever offers it.
      if (error.code === 'SNAPSHOT_OTHER_CHAIN') throw error;
      meeting.blame(error, best.peer);
      failure = error;
    }
  }
}

async function build(options: FastStartOptions, parts: KeptParts, manifest: SnapshotManifest): Promise<void> {
  const { genesis, common, storeDir, log } = options;
  const { number, hash } = manifest;
  const word = speakNowAndThen(log);
  const blocks = holdToHistory(readHistory({ parts, common }, number), manifest);
  try {
    await importSnapshot({
      ...{ dir: storeDir, genesisHash: bytesToHex(genesis.hash()), common, trusted: { number, hash } },
      chunks: assembleSnapshot({ genesis, number, hash, blocks, state: readState(parts, manifest) }),
      onProgress: (phase, done, total) => word(`${phase} into the store`, done, total ?? done),
    });
  } catch (thrown) {
    // Whatever was wrong with it is not to be met again.
    if (asMedrecError(thrown).code === 'SNAPSHOT_INVALID') await parts.clear();
    throw thrown;
  }
}

/** The logs of system calls stand in no header: together they must be what the offering peers agree on. */
async function* holdToHistory(blocks: AsyncIterable<SnapshotBlock>, { history, number }: SnapshotManifest): AsyncGenerator<SnapshotBlock> {
  let found = EMPTY_HISTORY;
  for await (const next of blocks) {
    found = historyStep(found, next.receipts);
    if (next.block.header.number === number && found !== history) {
      throw new MedrecError({
        code: 'SNAPSHOT_INVALID',
        message: 'The fetched receipts are not those that the snapshot’s peers agree on.',
        facts: { number },
      });
    }
    yield next;
  }
}

/** Whether any peer that knows more than genesis has come; others get a moment too, so that there is somebody to compare with. */
async function waitForPeers({ book }: Meeting): Promise<boolean> {
  for (const deadline = Date.now() + FIRST_PEERS_MS; book.bestNumber() === 0n; await sleep(100)) {
    if (Date.now() > deadline) return false;
  }
  await sleep(MORE_PEERS_MS);
  return true;
}

function speakNowAndThen(log: Logger): (what: string, done: bigint | number, total: bigint | number) => void {
  let next = Date.now() + WORD_EVERY_MS;
  return (what, done, total) => {
    if (Date.now() < next) return;
    next = Date.now() + WORD_EVERY_MS;
    log.info({ event: 'fast-start.progress', what, done: Number(done), total: Number(total) }, `fast start: ${what}, ${done} of ${total}`);
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
