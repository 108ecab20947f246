import { z } from 'zod';
import { defineMethod } from '../../method.ts';
import { readLogs } from '../../read-logs.ts';
import { logFilter, none, positional } from '../../schemas.ts';

const id = z.string().max(66);

export const ethNewFilter = defineMethod('eth_newFilter', positional(logFilter), ({ filters }, [filter]) => filters.addLogs(filter));
export const ethNewBlockFilter = defineMethod('eth_newBlockFilter', none, ({ filters }) => filters.addBlocks());
export const ethNewPendingTransactionFilter = defineMethod('eth_newPendingTransactionFilter', none, ({ filters }) => filters.addPending());
export const ethGetFilterChanges = defineMethod('eth_getFilterChanges', positional(id), ({ filters }, [filter]) => filters.changes(filter));
export const ethGetFilterLogs = defineMethod('eth_getFilterLogs', positional(id), ({ chain, filters }, [filter]) =>
  readLogs(chain, filters.logFilterOf(filter)),
);
export const ethUninstallFilter = defineMethod('eth_uninstallFilter', positional(id), ({ filters }, [filter]) => filters.remove(filter));
