import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { RpcLog } from '../format/log.ts';
import { FILTER_LIFETIME_MS, MAX_FILTER_ITEMS, MAX_FILTERS } from '../limits.ts';
import { matchesLog } from '../match-logs.ts';
import { limitExceeded } from '../rpc-error.ts';
import type { LogFilter } from '../schemas.ts';
import type { HeadNews } from './head-feed.ts';

/** Filters that clients poll. At most 1,000; one not polled for five minutes is forgotten; one that grows too long as well. */
export interface FilterStore {
  addLogs(filter: LogFilter): Hex;
  addBlocks(): Hex;
  addPending(): Hex;
  /** What came since the last call. @throws MedrecError `FILTER_UNKNOWN` */
  changes(id: string): readonly (RpcLog | string)[];
  /** The criteria of a log filter. @throws MedrecError `FILTER_UNKNOWN` */
  logFilterOf(id: string): LogFilter;
  remove(id: string): boolean;
  onNews(news: HeadNews): void;
  onPending(hash: Hex): void;
  size(): number;
}

interface Filter {
  readonly kind: 'logs' | 'blocks' | 'pending';
  readonly logFilter?: LogFilter;
  items: (RpcLog | string)[];
  polledAt: number;
}

export function createFilterStore(now: () => number = Date.now): FilterStore {
  const filters = new Map<string, Filter>();

  const add = (filter: Pick<Filter, 'kind' | 'logFilter'>): Hex => {
    for (const [id, old] of filters) if (old.polledAt + FILTER_LIFETIME_MS < now()) filters.delete(id);
    if (filters.size >= MAX_FILTERS)
      throw limitExceeded('The node holds too many filters.', { limit: MAX_FILTERS }, 'Remove unused ones with eth_uninstallFilter.');
    const id = bytesToHex(randomBytes(16));
    filters.set(id, { ...filter, items: [], polledAt: now() });
    return id;
  };
  const get = (id: string): Filter => {
    const filter = filters.get(id);
    if (filter !== undefined) return filter;
    throw new MedrecError({
      code: 'FILTER_UNKNOWN',
      message: 'filter not found',
      remedy: 'Make a new one; filters expire after five minutes without a poll.',
    });
  };
  const push = (kind: Filter['kind'], items: (filter: Filter) => readonly (RpcLog | string)[]): void => {
    for (const [id, filter] of filters) {
      if (filter.kind !== kind) continue;
      filter.items.push(...items(filter));
      if (filter.items.length > MAX_FILTER_ITEMS) filters.delete(id);
    }
  };

  return {
    addLogs: (logFilter) => add({ kind: 'logs', logFilter }),
    addBlocks: () => add({ kind: 'blocks' }),
    addPending: () => add({ kind: 'pending' }),
    changes(id) {
      const filter = get(id);
      filter.polledAt = now();
      return filter.items.splice(0);
    },
    logFilterOf(id) {
      const { logFilter } = get(id);
      if (logFilter === undefined) throw new MedrecError({ code: 'FILTER_UNKNOWN', message: 'The filter is not for logs.' });
      return logFilter;
    },
    remove: (id) => filters.delete(id),
    onNews(news) {
      push('blocks', () => news.hashes);
      push('logs', ({ logFilter }) => (logFilter ? news.logs.filter((log) => matchesLog(log, logFilter)) : []));
    },
    onPending: (hash) => push('pending', () => [hash]),
    size: () => filters.size,
  };
}
