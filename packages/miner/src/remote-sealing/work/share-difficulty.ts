import { targetOf } from '../../ethash/index.ts';
import type { Work } from '../../sealing/index.ts';
import type { HandedJob, Job } from '../types.ts';

/** Difficulty 1 of EthereumStratum/1.0.0 is the target 0x00000000ffff0000…: a little more than 2^32 hashes. */
const HASHES_OF_DIFFICULTY_1 = (2 ** 32 * 65_536) / 65_535;

/** Keeps the rounding of a floating-point number on the easier side. */
const ROUNDED_DOWN: number = 1 - 2 ** -50;

/** Shares below this come too often to be worth a message: a laptop's core does so many hashes in a fraction of a second. */
export const MIN_SHARE_HASHES: number = 2 ** 16;
/** ethminer fails to read the reciprocal of a stratum difficulty above 10,000; this is 1024. */
export const MAX_SHARE_HASHES: number = 2 ** 42;

/** The job with a share target of about `shareHashes`, which is never harder than the block's own. */
export function withShareTarget(job: Job, shareHashes: number): HandedJob {
  const blockHashes = Number(job.work.difficulty);
  if (shareHashes >= blockHashes) return { ...job, shareHashes: blockHashes, shareTarget: job.work.target };
  return { ...job, shareHashes, shareTarget: targetOfHashes(shareHashes) };
}

/** 32 bytes, big-endian: results at most as large come once in that many hashes. */
export function targetOfHashes(hashes: number): Uint8Array {
  return targetOf(BigInt(Math.floor(hashes)));
}

/**
 * What `mining.set_difficulty` says. Read back by its specification it gives a target no harder than the job's, so that a
 * miner never withholds what would seal the block.
 */
export function stratumDifficulty({ shareHashes }: Pick<HandedJob, 'shareHashes'>): number {
  return (shareHashes / HASHES_OF_DIFFICULTY_1) * ROUNDED_DOWN;
}

/** What a solution is credited with when no share target was given: the block's whole difficulty. */
export function hashesOf(work: Work): number {
  return Number(work.difficulty);
}
