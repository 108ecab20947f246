import { packageOf } from '../../work/work-package.ts';
import type { Dialect } from './dialect.ts';

/** Work by id 0, as an answer that nobody asked for: what Dwarfpool's eth-proxy began and most miners default to. */
export const ethProxy: Dialect = {
  protocol: 'eth-proxy',
  hasExtranonce: false,
  handOut: (job) => `${JSON.stringify({ id: 0, jsonrpc: '2.0', result: packageOf(job.work, job.shareTarget) })}\n`,
};
