import { packageOf } from '../../work/work-package.ts';
import { type Dialect, isClean } from './dialect.ts';

/** Stratum as the first Ethereum pools had it: job, seal hash, seed and share target in one notification, with 0x. */
export const plainStratum: Dialect = {
  protocol: 'stratum',
  hasExtranonce: false,
  handOut(job, previous) {
    const [sealHash, seedHash, target] = packageOf(job.work, job.shareTarget);
    const params = [job.id, sealHash, seedHash, target, isClean(job, previous)];
    return `${JSON.stringify({ id: null, jsonrpc: '2.0', method: 'mining.notify', params })}\n`;
  },
};
