import type { PrivateKey } from '@libp2p/interface';
import type { Hex } from '@medrec/shared/bytes';
import { asMedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Chain } from '../../chain/index.ts';
import { createBanList } from '../ban-list.ts';
import { createDialer } from '../dialer.ts';
import { createDiscipline, shortPeer } from '../discipline.ts';
import { createHangUp } from '../hang-up.ts';
import { createHost, type Host } from '../host.ts';
import { type MessageKind, silentObserver } from '../observer.ts';
import { type ProtocolNames, protocolNames } from '../protocols.ts';
import { startHost } from '../start-host.ts';
import { createPeerBook, type PeerBook } from '../sync/peer-book.ts';
import { createStatusLoop } from '../sync/status-loop.ts';

/** Peers of a node that has no chain yet: it asks, and answers nothing but its status. */
export interface Meeting {
  readonly host: Host;
  readonly names: ProtocolNames;
  readonly book: PeerBook;
  /** Leaves the peer for a while, or for good when it broke a rule. */
  blame(thrown: unknown, peer: string, kind?: MessageKind): void;
  stop(): Promise<void>;
}

export interface MeetingOptions {
  readonly privateKey: PrivateKey;
  readonly peers: readonly string[];
  readonly anchors: readonly string[];
  readonly genesisHash: Hex;
  /** The genesis block as the head. */
  readonly chain: Pick<Chain, 'genesisHash' | 'head' | 'totalDifficultyOf'>;
  readonly log: Logger;
}

export async function meetPeers({ privateKey, peers, anchors, genesisHash, chain, log }: MeetingOptions): Promise<Meeting> {
  const names = protocolNames(genesisHash);
  const bans = createBanList();
  const host = await createHost({ privateKey, listen: [], names, bans });
  const hangUp = createHangUp(host, log);
  const discipline = createDiscipline({ bans, hangUp, log, observer: silentObserver() });
  const book = createPeerBook();
  const nothing = (): void => undefined;
  const statusLoop = createStatusLoop({
    ...{ host, names, chain, book, bans, discipline, hangUp, log },
    ...{ isSyncing: () => true, onMet: nothing, onHeavier: nothing },
  });
  host.addEventListener('peer:connect', ({ detail }) => void statusLoop.ask(detail.toString()));
  host.addEventListener('peer:disconnect', ({ detail }) => book.remove(detail.toString()));
  await statusLoop.start();
  await startHost(host, []);
  const dialer = createDialer(host, peers, log);
  dialer.start(anchors);
  return {
    ...{ host, names, book },
    blame(thrown, peer, kind = 'block') {
      const error = asMedrecError(thrown);
      book.rest(peer);
      if (error instanceof RuleError) discipline.judge(error, { kind, peer });
      else log.info({ peer, code: error.code }, `left ${shortPeer(peer)} for now: ${error.code} ${error.message}`);
    },
    async stop() {
      dialer.stop();
      statusLoop.stop();
      await host.stop();
    },
  };
}
