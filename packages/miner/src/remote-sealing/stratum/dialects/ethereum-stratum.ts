import { stratumDifficulty } from '../../work/share-difficulty.ts';
import { type Dialect, isClean } from './dialect.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** NiceHash's EthereumStratum/1.0.0: an extranonce for each connection, the target as a difficulty, hashes without 0x. */
export const ethereumStratum: Dialect = {
  protocol: 'ethereum-stratum',
  hasExtranonce: true,
  handOut(job, previous) {
    const difficulty = { id: null, method: 'mining.set_difficulty', params: [stratumDifficulty(job)] };
    const params = [job.id, hex(job.work.seedHash), hex(job.work.sealHash), isClean(job, previous)];
    const lines = [...(previous?.shareHashes === job.shareHashes ? [] : [difficulty]), { id: null, method: 'mining.notify', params }];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  },
};
