import { defineMethod } from '../../method.ts';
import { readLogs } from '../../read-logs.ts';
import { logFilter, positional } from '../../schemas.ts';

export const ethGetLogs = defineMethod('eth_getLogs', positional(logFilter), ({ chain }, [filter]) => readLogs(chain, filter));
