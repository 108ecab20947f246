import { asMedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Chain } from '../../chain/index.ts';
import type { BanList } from '../ban-list.ts';
import { type Discipline, shortPeer } from '../discipline.ts';
import type { Host } from '../host.ts';
import { MAX_STATUS_BYTES, STATUS_INTERVAL_MS } from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type ExchangeLimits, request, serve } from './exchange.ts';
import type { PeerBook } from './peer-book.ts';
import { decodeStatus, encodeStatus, ownStatus, type PeerStatus } from './status.ts';

/** Another network's node is told apart again after this time: its operator may have corrected the spec. */
const OTHER_NETWORK_MS = 300_000;
/** A peer that was ahead this many times in a row, though connected, has a dead gossip stream: only a new connection heals it. */
const MAX_SILENT_ROUNDS = 3;

export interface StatusLoopDependencies {
  readonly host: Host;
  readonly names: ProtocolNames;
  readonly chain: Pick<Chain, 'genesisHash' | 'head' | 'totalDifficultyOf'>;
  readonly book: PeerBook;
  readonly bans: BanList;
  readonly discipline: Discipline;
  readonly hangUp: (peer: string) => void;
  /** While this node fetches, everybody is ahead of it. */
  readonly isSyncing: () => boolean;
  /** A peer answered, and is of this network. */
  readonly onMet: (peer: string) => void;
  /** A peer has a heavier chain. */
  readonly onHeavier: () => void;
  readonly log: Logger;
}

/** Exchanges STATUS with every peer on connection and every ten seconds: what gossip lost is found here. */
export interface StatusLoop {
  start(): Promise<void>;
  stop(): void;
  /** Asks one peer now. Never throws: a failure is judged here. */
  ask(peer: string): Promise<void>;
  /**
   * Asks all peers now, and so tells them this node's head: after a cut has healed, peers of this node alone learn of the
   * heavier branch, which gossip does not carry again.
   */
  askAll(): void;
  /** A gossiped block came from the peer: its stream lives. */
  heard(peer: string): void;
}

export function createStatusLoop(dependencies: StatusLoopDependencies): StatusLoop {
  const { host, names, chain, book, bans, discipline, hangUp, isSyncing, onMet, onHeavier, log } = dependencies;
  const limits: ExchangeLimits = { protocol: names.status, maxRequestBytes: MAX_STATUS_BYTES, maxResponseBytes: MAX_STATUS_BYTES };
  const silentRounds = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const note = (peer: string, status: PeerStatus): void => {
    if (status.genesisHash !== chain.genesisHash) throw otherNetwork(peer, status.genesisHash);
    book.update(peer, status);
    if (status.totalDifficulty > chain.head().totalDifficulty) onHeavier();
  };

  const countSilence = (peer: string, status: PeerStatus): void => {
    const ahead = !isSyncing() && status.number > chain.head().number;
    const rounds = ahead ? (silentRounds.get(peer) ?? 0) + 1 : 0;
    silentRounds.set(peer, rounds);
    if (rounds < MAX_SILENT_ROUNDS) return;
    silentRounds.delete(peer);
    log.warn({ peer, rounds }, `reconnecting to ${shortPeer(peer)}: its blocks no longer arrive`);
    hangUp(peer);
  };

  const fail = (thrown: unknown, peer: string): void => {
    const error = asMedrecError(thrown);
    if (error.code === 'PEER_OTHER_NETWORK') {
      bans.add(peer, error.code, OTHER_NETWORK_MS);
      log.warn({ peer, code: error.code, facts: error.toJSON().facts }, `hung up on ${shortPeer(peer)}: it is on another network`);
      hangUp(peer);
    } else if (error instanceof RuleError) discipline.judge(error, { kind: 'status', peer });
    else log.debug({ peer, code: error.code }, `no status from ${shortPeer(peer)}: ${error.message}`);
  };

  const ask = async (peer: string): Promise<void> => {
    try {
      const status = decodeStatus(await request(host, peer, limits, encodeStatus(ownStatus(chain))));
      countSilence(peer, status);
      note(peer, status);
      onMet(peer);
    } catch (thrown) {
      fail(thrown, peer);
    }
  };

  const askAll = (): void => {
    for (const peer of host.getPeers()) void ask(peer.toString());
  };

  const round = (): void => {
    askAll();
    if (book.heavierThan(chain.head().totalDifficulty).length > 0) onHeavier(); // after a rest, a peer may be asked again
  };

  return {
    async start() {
      const answer = async (payload: Uint8Array, peer: string): Promise<Uint8Array> => {
        try {
          note(peer, decodeStatus(payload));
        } catch (thrown) {
          fail(thrown, peer);
          throw thrown;
        }
        return encodeStatus(ownStatus(chain));
      };
      await serve(host, limits, answer, log);
      timer = setInterval(round, STATUS_INTERVAL_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
    ask,
    askAll,
    heard: (peer) => void silentRounds.delete(peer),
  };
}

function otherNetwork(peer: string, theirGenesis: string): RuleError {
  return new RuleError({
    code: 'PEER_OTHER_NETWORK',
    message: 'The peer’s genesis block is another.',
    verdict: 'reject',
    facts: { peer, theirGenesis },
  });
}
