import { asMedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { TxPool } from '../../txpool/index.ts';
import type { Discipline } from '../discipline.ts';
import type { Host } from '../host.ts';
import { MAX_POOL_REQUEST_BYTES, MAX_POOL_RESPONSE_BYTES } from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type ExchangeLimits, request, serve } from './exchange.ts';
import { decodeKnown, decodeTransactions, encodeKnown, encodeTransactions } from './pool-codec.ts';

export interface SharePoolDependencies {
  readonly host: Host;
  readonly names: ProtocolNames;
  readonly pool: Pick<TxPool, 'add' | 'all'>;
  readonly discipline: Discipline;
  readonly log: Logger;
}

/**
 * Fetches waiting transactions that this node lacks. Gossip carries a transaction once: whoever joins later, or lost one
 * message, would wait for ever behind the missing nonce.
 */
export interface SharePool {
  start(): Promise<void>;
  /** Never throws: a failure is judged here. */
  fetchFrom(peer: string): Promise<void>;
}

const LIST_OVERHEAD_BYTES = 16;

export function createSharePool({ host, names, pool, discipline, log }: SharePoolDependencies): SharePool {
  const limits: ExchangeLimits = {
    protocol: names.pool,
    maxRequestBytes: MAX_POOL_REQUEST_BYTES,
    maxResponseBytes: MAX_POOL_RESPONSE_BYTES,
  };
  const answer = async (payload: Uint8Array): Promise<Uint8Array> => {
    const isKnown = decodeKnown(payload);
    const missing: Uint8Array[] = [];
    let bytes = LIST_OVERHEAD_BYTES;
    for (const { hash, transaction } of pool.all()) {
      if (isKnown(hash)) continue;
      const raw = transaction.serialize();
      bytes += raw.length + LIST_OVERHEAD_BYTES;
      if (bytes > MAX_POOL_RESPONSE_BYTES) break;
      missing.push(raw);
    }
    return encodeTransactions(missing);
  };
  return {
    start: () => serve(host, limits, answer, log),
    async fetchFrom(peer) {
      try {
        const known = encodeKnown(pool.all().map(({ hash }) => hash));
        const transactions = decodeTransactions(await request(host, peer, limits, known));
        for (const raw of transactions) {
          await pool.add(raw, peer).catch((thrown: unknown) => discipline.judge(thrown, { kind: 'transaction', peer }));
        }
      } catch (thrown) {
        if (thrown instanceof RuleError) discipline.judge(thrown, { kind: 'transaction', peer });
        else log.debug({ peer, code: asMedrecError(thrown).code }, 'no waiting transactions from a peer');
      }
    },
  };
}
