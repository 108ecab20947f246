import { asMedrecError, MedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { BanList } from './ban-list.ts';
import type { MessageKind, NetworkObserver } from './observer.ts';

export interface Offence {
  readonly kind: MessageKind;
  readonly peer: string;
  /** The sealer that a block names, where there is one. */
  readonly coinbase?: string;
}

/** Turns what a message threw into what happens to it and to the peer that sent it. */
export interface Discipline {
  /**
   * `penalise` disconnects and bans the peer. A failure of this node's own is logged and blamed on nobody.
   * An error is judged once: the chain reports a refused block as well as throwing it.
   */
  judge(thrown: unknown, offence: Offence): 'ignore' | 'reject';
}

export interface DisciplineDependencies {
  readonly bans: BanList;
  readonly hangUp: (peer: string) => void;
  readonly log: Logger;
  readonly observer: NetworkObserver;
}

export function createDiscipline({ bans, hangUp, log, observer }: DisciplineDependencies): Discipline {
  const judged = new WeakSet<Error>();
  return {
    judge(thrown, { kind, peer, coinbase }) {
      const error = asMedrecError(thrown);
      if (judged.has(error)) return error instanceof RuleError && error.verdict !== 'ignore' ? 'reject' : 'ignore';
      judged.add(error);
      const facts = { code: error.code, peer, ...(coinbase ? { coinbase } : {}), facts: error.toJSON().facts };
      if (!(error instanceof RuleError)) {
        log.error({ ...facts, err: error }, `could not check a ${kind}: ${error.message}`);
        return 'ignore';
      }
      observer.rejected(kind, error.code, error.verdict);
      if (error.verdict === 'ignore') {
        log.debug(facts, `ignored a ${kind}: ${error.code}`);
        return 'ignore';
      }
      if (error.verdict === 'reject') {
        log[kind === 'transaction' ? 'debug' : 'info'](facts, `refused a ${kind} from ${shortPeer(peer)}: ${error.code} ${error.message}`);
        return 'reject';
      }
      bans.add(peer, error.code);
      observer.banned(error.code);
      log.warn(facts, `banned ${shortPeer(peer)}: it sent a ${kind} that breaks ${error.code}`);
      hangUp(peer);
      return 'reject';
    },
  };
}

/** The sealer that a broken rule's error names, if it names one. */
export function coinbaseOf(thrown: unknown): { readonly coinbase?: string } {
  const coinbase = thrown instanceof MedrecError ? thrown.facts['coinbase'] : undefined;
  return typeof coinbase === 'string' ? { coinbase } : {};
}

/** The end of a peer id: the beginning is the same for all Ed25519 keys. */
export function shortPeer(peer: string): string {
  return `…${peer.slice(-8)}`;
}
